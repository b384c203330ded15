-- Adds the signature of a version.
--
-- $1  period      text
-- $2  version     integer
-- $3  key_id      text
-- $4  public_key  bytea
-- $5  key_from    timestamptz
-- $6  purpose     smallint
-- $7  sha256      bytea, of root.json
-- $8  signed_at   timestamptz
-- $9  signature   bytea
insert into bonus_signature (period, version, key_id, public_key, key_from, purpose, sha256, signed_at, signature)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
