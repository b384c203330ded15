-- Adds a manifest. Two payable ones that replace the same are refused: unique_violation (23505).
--
-- $1  content_sha256  bytea
-- $2  period          text
-- $3  pool            text
-- $4  mark            text
-- $5  snapshot        text
-- $6  roster_sha256   bytea
-- $7  replaces        bytea or null
-- $8  manifest        bytea
-- $9  made_by         text
insert into payout_manifest (content_sha256, period, pool, mark, snapshot, roster_sha256, replaces, manifest, made_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
