-- Stores a batch that cannot be applied, byte for byte as received. The same batch is stored once.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  number    bigint
-- $4  sha256    bytea
-- $5  reason    text
-- $6  detail    text
-- $7  bytes     bytea
insert into quarantine (shard_id, epoch, number, sha256, reason, detail, bytes, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
on conflict (shard_id, epoch, number, sha256) do nothing;
