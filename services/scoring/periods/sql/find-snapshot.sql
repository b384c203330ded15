-- One version of a period, or the newest.
--
-- $1  period   text
-- $2  version  integer, or null for the newest
select snapshot.content, snapshot.content_sha256, snapshot.request_sha256, snapshot.created_at, snapshot.made_by
from snapshot
where snapshot.period = $1
  and ($2::integer is null or snapshot.version = $2)
order by snapshot.version desc
limit 1;
