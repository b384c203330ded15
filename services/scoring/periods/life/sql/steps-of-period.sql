-- The steps of a period, in order.
--
-- $1  period  text
select number, kind, at, by_person, departments, reason, role, version, content_sha256, department, accepts, carved_out, withdraws
from period_event
where period = $1
order by number;
