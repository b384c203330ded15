-- $1  request_id  uuid
select request_sha256, claimed_by, claimed_at
from export_claim
where request_id = $1
limit 1;
