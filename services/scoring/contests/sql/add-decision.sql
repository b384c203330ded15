-- Adds a decision with the next number.
--
-- $1  contest         integer
-- $2  request_id      uuid
-- $3  request_sha256  bytea
-- $4  outcome         smallint
-- $5  charged_to      text
-- $6  reason          text
-- $7  evidence        text
-- $8  needs_second    boolean
-- $9  decided_by      text
-- $10 departments     text[], of that person
-- $11 decided_at      timestamptz
-- $12 due_at          timestamptz, of a decision of the clock; null otherwise
-- $13 cites           text[]
--
-- Two callers at once: both hold the lock of lock-contests.sql one after the other, so each gets a number of its own.
insert into decision
  (number, contest, request_id, request_sha256, department, judged_by, opened_by, outcome, charged_to, reason, evidence, needs_second,
   decided_by, departments, decided_at, due_at, cites)
select (select coalesce(max(earlier.number), 0) + 1 from decision as earlier), contest.number, $2, $3, contest.department,
       contest.judged_by, contest.opened_by, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
from contest
where contest.number = $1
returning decision.number;
