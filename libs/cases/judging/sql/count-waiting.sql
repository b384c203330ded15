-- Evaluations that are due by the clock and have no observation, because a feed has not reported that far.
--
-- $1  now  timestamptz
--
-- Returns a row for each metric, definition, unit and day, in that order. Cases that are charged as FEED_SILENT are counted as
-- misses and not here. An evaluation whose limit stands still is not due.
select due.metric, due.definition, due.unit, due.day, count(*) as cases
from due
where due.due_at <= $1
  and due.state not in (3, 4)
group by due.metric, due.definition, due.unit, due.day
order by due.metric collate "C", due.definition, due.unit collate "C", due.day;
