-- Versions of a period below a number, newest first.
--
-- $1  period  text
-- $2  below   integer
-- $3  how many at most
select snapshot.content, snapshot.content_sha256, snapshot.request_sha256, snapshot.created_at, snapshot.made_by
from snapshot
where snapshot.period = $1
  and snapshot.version < $2
order by snapshot.version desc
limit $3;
