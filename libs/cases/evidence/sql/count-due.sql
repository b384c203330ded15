-- How many evaluations are due by the clock and wait for a feed. It reads these, and none that is not due yet.
--
-- $1  now  timestamptz
--
-- `asked` jumps through the index from one definition of a metric to the next. Those that are charged as FEED_SILENT (3) are counted as
-- misses, and those that stand still (4) are not due.
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
select count(*) as waiting
from asked
cross join (values (1), (2)) as waits (state)
cross join lateral (
  select
  from due
  where due.metric = asked.metric
    and due.definition = asked.definition
    and due.state = waits.state
    and due.due_at <= $1
  offset 0
) as waiting;
