-- The contests whose deadline has passed without a ruling and whose period is open, in order. Those that are older than deadlines have none.
--
-- $1  now  timestamptz
select contest.number
from contest
where contest.due_at <= $1
  and not exists (select from decision join ruling on ruling.decision = decision.number where decision.contest = contest.number)
  and not day_is_closed(contest.day)
order by contest.number;
