-- The steps of the adjustments of a period, in order.
--
-- $1  period  text
select adjustment, number, kind, at, by_person, departments, reason, role, posting_period, run, version
from adjustment_event
where period = $1
order by adjustment, number;
