-- Adds a step of an adjustment. Two callers at once: the primary key lets one in, the other gets unique_violation (23505). Triggers refuse what
-- breaks a rule about people.
--
-- $1  period          text
-- $2  adjustment      integer
-- $3  number          integer
-- $4  kind            smallint
-- $5  request_id      uuid
-- $6  request_sha256  bytea
-- $7  at              timestamptz
-- $8  by_person       text
-- $9  departments     text[]
-- $10 reason          text
-- $11 role            smallint, or null
-- $12 content_sha256  bytea
-- $13 posting_period  text, or null
-- $14 run             text, or null
-- $15 version         integer, or null
insert into adjustment_event (
  period, adjustment, number, kind, request_id, request_sha256, at, by_person, departments, reason, role, content_sha256, posting_period,
  run, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);
