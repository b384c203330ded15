-- The numbers of the contests of one case under one metric, newest first.
--
-- $1  case_ref  bytea
-- $2  metric    text
select contest.number
from contest
where contest.case_ref = $1
  and contest.metric = $2
order by contest.number desc;
