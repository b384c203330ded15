-- Cases that are due and wait for a feed, for days of one source or of all.
--
-- $1  source     text, or null for all
-- $2  first_day  date
-- $3  last_day   date, included
select shard.source, waiting.metric, waiting.definition, waiting.unit, waiting.day, sum(waiting.cases)::bigint as cases, min(waiting.waits_for) as waits_for
from waiting
join shard using (shard_id)
where ($1::text is null or shard.source = $1)
  and waiting.day between $2 and $3
group by shard.source, waiting.metric, waiting.definition, waiting.unit, waiting.day;
