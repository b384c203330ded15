-- What became of some contests: those above a number, and those that are named. The newest decision that was not refused says it, as in
-- list-contests.sql.
--
-- $1  above    integer
-- $2  numbers  integer[]
select
  contest.number, contest.department, contest.opened_at, contest.due_at,
  coalesce((
    select case when ruling.number is null then 'AWAITS_SECOND' else 'RULED' end
    from decision
    left join second_answer on second_answer.decision = decision.number
    left join ruling on ruling.decision = decision.number
    where decision.contest = contest.number
      and second_answer.answer is distinct from 2
    order by decision.number desc
    limit 1
  ), 'OPEN') as state
from contest
where contest.number > $1
   or contest.number = any ($2::integer[])
order by contest.number;
