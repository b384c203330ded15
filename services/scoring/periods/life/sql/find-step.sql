-- The step that a request has taken before.
--
-- $1  request_id  uuid
select period, number, request_sha256
from period_event
where request_id = $1;
