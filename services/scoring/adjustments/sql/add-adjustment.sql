-- Adds a proposed adjustment. Two callers at once: the primary key lets one in, the other gets unique_violation (23505).
--
-- $1  period          text
-- $2  number          integer
-- $3  request_id      uuid
-- $4  request_sha256  bytea
-- $5  reason_code     smallint
-- $6  reason          text
-- $7  is_extra        boolean
-- $8  supersedes      integer
-- $9  content         bytea, canonical JSON
-- $10 content_sha256  bytea, of $9
-- $11 proposed_by     text
-- $12 proposed_at     timestamptz
insert into adjustment (
  period, number, request_id, request_sha256, reason_code, reason, is_extra, supersedes, content, content_sha256, proposed_by, proposed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
