-- Evaluations that are due by the clock and have no verdict, because a feed has not reported that far.
--
-- $1  now  timestamptz
--
-- Returns a row for each metric, definition, unit and day, in that order. Cases that are charged as FEED_SILENT (3) are counted as
-- misses and not here. An evaluation whose limit stands still (4) is not due. What is not due yet is not read.
select counted.metric, counted.definition, judged_unit.unit, counted.day, counted.cases
from (
  select judged_metric.metric, judged_metric.definition, waiting.unit_number, waiting.day, count(*) as cases
  from judged_metric
  cross join (values (1), (2)) as waits (state)
  cross join lateral (
    select question.unit_number, question.day
    from question
    where question.metric_number = judged_metric.metric_number
      and question.state = waits.state
      and question.due_at <= $1
    offset 0
  ) as waiting
  group by judged_metric.metric, judged_metric.definition, waiting.unit_number, waiting.day
) as counted
join judged_unit using (unit_number)
order by counted.metric collate "C", counted.definition, judged_unit.unit collate "C", counted.day;
