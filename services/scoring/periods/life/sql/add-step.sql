-- Adds a step of a period. Two callers at once: the primary key lets one in, the other gets unique_violation (23505). Triggers refuse what
-- breaks a rule about people.
--
-- $1  period          text
-- $2  number          integer
-- $3  kind            smallint
-- $4  request_id      uuid
-- $5  request_sha256  bytea
-- $6  at              timestamptz
-- $7  by_person       text
-- $8  departments     text[]
-- $9  reason          text
-- $10 role            smallint, or null
-- $11 version         integer, or null
-- $12 content_sha256  bytea, or null
-- $13 department      text, or null
-- $14 accepts         text[]
-- $15 carved_out      integer[]
-- $16 withdraws       integer, or null
insert into period_event (
  period, number, kind, request_id, request_sha256, at, by_person, departments, reason, role, version, content_sha256, department, accepts,
  carved_out, withdraws)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);
