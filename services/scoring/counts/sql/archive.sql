-- Keeps applied batches as they came.
--
-- $1  shard_id   integer
-- $2  epochs     integer[]
-- $3  numbers    bigint[]
-- $4  hashes     bytea[]
-- $5  sealed_at  timestamptz[]
-- $6  drained    boolean[]
-- $7  day_from   date[], null for a batch without cells
-- $8  day_to     date[]
-- $9  bytes      bytea[]
insert into batch_archive (shard_id, epoch, number, sha256, sealed_at, drained, day_from, day_to, bytes)
select $1, came.*
from unnest($2::integer[], $3::bigint[], $4::bytea[], $5::timestamptz[], $6::boolean[], $7::date[], $8::date[], $9::bytea[]) as came;
