-- How many contests of each department wait, for a reviewer or for a second one, and since when the oldest of them is open. A department
-- without one has no row. The newest decision that was not refused says what became of a contest, as in list-contests.sql.
select contest.department, newest.state, count(*)::integer as contests, min(contest.opened_at) as oldest
from contest
cross join lateral (
  select coalesce((
    select case when ruling.number is null then 'AWAITS_SECOND' else 'RULED' end
    from decision
    left join second_answer on second_answer.decision = decision.number
    left join ruling on ruling.decision = decision.number
    where decision.contest = contest.number
      and second_answer.answer is distinct from 2
    order by decision.number desc
    limit 1
  ), 'OPEN') as state
) as newest
where newest.state <> 'RULED'
group by contest.department, newest.state
order by contest.department, newest.state;
