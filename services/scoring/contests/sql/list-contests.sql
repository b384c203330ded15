-- Contests below a number, newest first.
--
-- $1  department  text: those that it opened, those of cases that it judged, and those that name it as responsible; null for all
-- $2  below       integer
-- $3  states      text[], of 'OPEN'; null for all
-- $4  how many at most
select
  contest.number, contest.request_sha256, contest.department, contest.judged_by, contest.metric, contest.case_ref, contest.day::text,
  contest.ground, contest.evidence, contest.responsible, contest.opened_by, contest.opened_at, 'OPEN' as state
from contest
where ($1::text is null or $1 in (contest.department, contest.judged_by, contest.responsible))
  and contest.number < $2
  and ($3::text[] is null or 'OPEN' = any ($3::text[]))
order by contest.number desc
limit $4;
