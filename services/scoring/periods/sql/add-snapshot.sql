-- Adds a version. Two callers at once: the primary key lets one in, the other gets unique_violation (23505).
--
-- $1  period          text
-- $2  version         integer
-- $3  content         bytea, canonical JSON
-- $4  content_sha256  bytea, of $3
-- $5  request_id      uuid
-- $6  request_sha256  bytea
-- $7  requested_by    text
-- $8  made_by         text, the caller, as proven
-- $9  created_at      timestamptz
insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, made_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
