-- Evaluations that are due by the clock and have no observation, because a feed has not reported that far.
--
-- $1  now  timestamptz
--
-- Returns a row for each metric, definition, unit and day, in that order. Cases that are charged as FEED_SILENT (3) are counted as
-- misses and not here. An evaluation whose limit stands still (4) is not due. `asked` jumps through the index from one definition of a
-- metric to the next, so that what is not due yet is not read.
with recursive asked (metric, definition) as (
  (select due.metric, due.definition from due order by due.metric, due.definition limit 1)
  union all
  select next.metric, next.definition
  from asked
  cross join lateral (
    select due.metric, due.definition
    from due
    where (due.metric, due.definition) > (asked.metric, asked.definition)
    order by due.metric, due.definition
    limit 1
  ) as next
)
select asked.metric, asked.definition, waiting.unit, waiting.day, count(*) as cases
from asked
cross join (values (1), (2)) as waits (state)
cross join lateral (
  select due.unit, due.day
  from due
  where due.metric = asked.metric
    and due.definition = asked.definition
    and due.state = waits.state
    and due.due_at <= $1
  offset 0
) as waiting
group by asked.metric, asked.definition, waiting.unit, waiting.day
order by asked.metric collate "C", asked.definition, waiting.unit collate "C", waiting.day;
