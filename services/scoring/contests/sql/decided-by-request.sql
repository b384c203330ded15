-- The contest that a request has decided, with the hash of that request.
--
-- $1  request_id  uuid
select decision.contest, decision.request_sha256
from decision
where decision.request_id = $1;
