-- How many evaluations are due by the clock and wait for a feed. It reads these, and none that is not due yet.
--
-- $1  now  timestamptz
--
-- Those that are charged as FEED_SILENT (3) are counted as misses, and those that stand still (4) are not due.
select count(*) as waiting
from judged_metric
cross join (values (1), (2)) as waits (state)
cross join lateral (
  select
  from question
  where question.metric_number = judged_metric.metric_number
    and question.state = waits.state
    and question.due_at <= $1
  offset 0
) as waiting;
