-- The number of the contest that a request has opened.
--
-- $1  request_id  uuid
select contest.number
from contest
where contest.request_id = $1;
