-- How far each other department's milestones are taken in and complete: the least of its shards.
--
-- complete_through is null when one of them never said so.
select
  upstream.source,
  case when count(*) = count(upstream.complete_through) then min(upstream.complete_through) end as complete_through
from upstream
group by upstream.source;
