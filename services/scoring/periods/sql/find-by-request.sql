-- The version that was made for a request.
--
-- $1  request_id  uuid
select snapshot.content, snapshot.content_sha256, snapshot.request_sha256, snapshot.created_at, snapshot.made_by
from snapshot
where snapshot.request_id = $1;
