-- Stores the hashes of the numbers that this transaction applies.
--
-- $1  shard_id   integer
-- $2  epochs     integer[]
-- $3  numbers    bigint[]
-- $4  hashes     bytea[]
-- $5  sealed_at  timestamptz[]
insert into received_batch (shard_id, epoch, number, sha256, sealed_at)
select $1, received.epoch, received.number, received.sha256, received.sealed_at
from unnest($2::integer[], $3::bigint[], $4::bytea[], $5::timestamptz[]) as received (epoch, number, sha256, sealed_at);
