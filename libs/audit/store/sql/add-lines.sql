-- Adds lines to the end of the audit log.
--
-- $1  positions        bigint[]
-- $2  previous hashes  bytea[]
-- $3  hashes           bytea[]
-- $4  lines            text[], canonical JSON
--
-- Two callers at once: take-audit-lock.sql lets one in. Without it the primary key refuses the second.
insert into audit (position, previous_hash, hash, line)
select added.position, added.previous_hash, added.hash, added.line
from unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::text[]) as added (position, previous_hash, hash, line);
