-- The versions of a period in order, without their content.
--
-- $1  period  text
select snapshot.version, snapshot.content_sha256, snapshot.request_sha256, snapshot.created_at, snapshot.made_by
from snapshot
where snapshot.period = $1
order by snapshot.version;
