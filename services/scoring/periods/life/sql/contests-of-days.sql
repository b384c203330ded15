-- The contests of cases in some days and of lines of their period, with the newest ruling that changes the counts. A dismissal changes none, nor does what is
-- ruled about a line.
--
-- $1  first_day  date
-- $2  last_day   date, included
-- $3  period     text
select
  contest.number,
  contest.department,
  contest.day::text,
  contest.opened_at,
  contest.due_at,
  exists (
    select from decision join ruling on ruling.decision = decision.number where decision.contest = contest.number
  ) as is_ruled,
  (
    select max(ruling.ruled_at)
    from decision
    join ruling on ruling.decision = decision.number
    where decision.contest = contest.number and decision.outcome <> 1 and contest.period is null
  ) as changed_at
from contest
where contest.day between $1 and $2
  and (contest.period is null or contest.period = $3)
order by contest.number;
