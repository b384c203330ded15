-- The contests of cases in some days on which the clock has ruled and no person since, in order.
--
-- $1  first_day  date
-- $2  last_day   date, included
select
  contest.number as contest, contest.department, contest.judged_by, contest.metric, contest.day::text, contest.case_ref, decision.due_at,
  ruling.number as ruling
from contest
join decision on decision.contest = contest.number
join ruling on ruling.decision = decision.number
where contest.day between $1 and $2
  and contest.period is null
  and decision.due_at is not null
  and not exists (
    select
    from decision as later
    join ruling as replacing on replacing.decision = later.number
    where later.contest = contest.number and replacing.number > ruling.number
  )
order by contest.number;
