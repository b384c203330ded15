-- Rulings that hold, newest first: of contests on a ground, of a metric, with a kind of party, of days.
--
-- $1  ground      smallint, or null for all
-- $2  metric      text, or null for all
-- $3  party_kind  text, 'DEPARTMENT', 'CUSTOMER', 'PARTNER' or 'NONE'; null for all
-- $4  first_day   date, or null for all
-- $5  last_day    date, or null for all
-- $6  below       integer
-- $7  how many at most; null for none, but the sums of all
with found as (
  select
    ruling.number, contest.number as contest, contest.department, contest.judged_by, contest.metric, contest.day::text, contest.ground,
    contest.responsible, contest.opened_at, decision.outcome, decision.charged_to, decision.reason, decision.evidence, decision.cites,
    decision.due_at, ruling.ruled_at
  from ruling
  join decision on decision.number = ruling.decision
  join contest on contest.number = decision.contest
  where ($1::smallint is null or contest.ground = $1)
    and ($2::text is null or contest.metric = $2)
    and ($4::date is null or contest.day between $4 and $5)
    and not exists (
      select from decision as later join ruling as newer on newer.decision = later.number
      where later.contest = contest.number and newer.number > ruling.number
    )
    and ($3::text is null or $3 = case
      when coalesce(nullif(decision.charged_to, ''), contest.responsible) = '' then 'NONE'
      when coalesce(nullif(decision.charged_to, ''), contest.responsible) = 'customer' then 'CUSTOMER'
      when is_department(coalesce(nullif(decision.charged_to, ''), contest.responsible)) then 'DEPARTMENT'
      else 'PARTNER'
    end)
), sums as (
  select
    count(*)::integer as rulings,
    (count(*) filter (where found.outcome <> 1))::integer as upheld,
    coalesce(percentile_disc(0.5) within group (order by extract(epoch from found.ruled_at - found.opened_at)), 0)::integer as median_age_seconds
  from found
)
select found.*, sums.rulings, sums.upheld, sums.median_age_seconds
from sums
left join lateral (
  select * from found where found.number < $6 order by found.number desc limit $7
) as found on true
order by found.number desc;
