-- How far the milestones of each other department are taken in and complete: the least of its shards.
--
-- complete_through is null when one of its shards has not declared anything.
select
  upstream.source,
  case when count(*) = count(upstream.complete_through) then min(upstream.complete_through) end as complete_through
from upstream
group by upstream.source;
