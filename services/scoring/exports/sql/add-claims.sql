-- Claims departments of a version for one purpose. One that is claimed already fails with unique_violation, and none is added.
--
-- $1   period           text
-- $2   version          integer
-- $3   departments      text[]
-- $4   purpose          smallint
-- $5   pool             text
-- $6   request_id       uuid
-- $7   request_sha256   bytea
-- $8   profile          text
-- $9   profiles_sha256  bytea
-- $10  file_sha256      bytea
-- $11  claimed_by       text
insert into export_claim
  (period, version, department, purpose, pool, request_id, request_sha256, profile, profiles_sha256, file_sha256, claimed_by, claimed_at)
select $1, $2, department, $4, $5, $6, $7, $8, $9, $10, $11, transaction_timestamp()
from unnest($3::text[]) as department;
