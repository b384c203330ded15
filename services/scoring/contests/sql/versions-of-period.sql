-- The versions of a period, in order.
--
-- $1  period  text
select snapshot.version
from snapshot
where snapshot.period = $1
order by snapshot.version;
