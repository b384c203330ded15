-- Adds a contest with the next number.
--
-- $1  request_id      uuid
-- $2  request_sha256  bytea
-- $3  department      text
-- $4  judged_by       text
-- $5  metric          text
-- $6  case_ref        bytea
-- $7  day             date
-- $8  ground          smallint
-- $9  evidence        text
-- $10 responsible     text
-- $11 opened_by       text
-- $12 opened_at       timestamptz
-- $13 due_at          timestamptz
-- $14 period          text, null of a case
-- $15 version         integer, null of a case
-- $16 expected_e4     bigint, or null
--
-- Two callers at once: both hold the lock of lock-contests.sql one after the other, so each gets a number of its own.
insert into contest
  (number, request_id, request_sha256, department, judged_by, metric, case_ref, day, ground, evidence, responsible, opened_by, opened_at,
   due_at, period, version, expected_e4)
select coalesce(max(earlier.number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
from contest as earlier
returning contest.number;
