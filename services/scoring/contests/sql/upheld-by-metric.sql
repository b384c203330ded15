-- How many contests of each metric have a ruling that holds, and how many of them were upheld; contests of lines stand under 'line'.
select
  coalesce(nullif(contest.metric, ''), 'line') as metric,
  count(*)::integer as rulings,
  (count(*) filter (where newest.outcome <> 1))::integer as upheld
from contest
join lateral (
  select decision.outcome
  from decision
  join ruling on ruling.decision = decision.number
  where decision.contest = contest.number
  order by ruling.number desc
  limit 1
) as newest on true
group by 1
order by 1;
