-- Contests below a number, newest first, with what became of them.
--
-- $1  department  text: those that it opened, those of cases that it judged, and those in which it is or may become responsible or
--                 was told; null for all
-- $2  below       integer
-- $3  states      text[], of 'OPEN', 'AWAITS_SECOND' and 'RULED'; null for all
-- $4  how many at most
-- $5  against     boolean: only those in which the department was told that it may come to answer for the case
--
-- The newest decision that was not refused says what became of a contest: it is a ruling, or waits for a second reviewer.
select
  contest.number, contest.request_sha256, contest.department, contest.judged_by, contest.metric, contest.case_ref, contest.day::text,
  contest.ground, contest.evidence, contest.responsible, contest.opened_by, contest.opened_at, contest.due_at,
  contest.period, contest.version, contest.expected_e4,
  coalesce(newest.state, 'OPEN') as state, held.number as ruling
from contest
left join lateral (
  select case when ruling.number is null then 'AWAITS_SECOND' else 'RULED' end as state, decision.charged_to
  from decision
  left join second_answer on second_answer.decision = decision.number
  left join ruling on ruling.decision = decision.number
  where decision.contest = contest.number
    and second_answer.answer is distinct from 2
  order by decision.number desc
  limit 1
) as newest on true
left join lateral (
  select ruling.number
  from ruling
  join decision on decision.number = ruling.decision
  where decision.contest = contest.number
  order by ruling.number desc
  limit 1
) as held on true
where ($1::text is null
    or (not $5::boolean and $1 in (contest.department, contest.judged_by, contest.responsible, newest.charged_to))
    or exists (select from hearing where hearing.contest = contest.number and hearing.party = $1))
  and contest.number < $2
  and ($3::text[] is null or coalesce(newest.state, 'OPEN') = any ($3::text[]))
order by contest.number desc
limit $4;
