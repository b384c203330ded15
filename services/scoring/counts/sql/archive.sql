-- Archives applied batches, with their bytes as they arrived.
--
-- $1  shard_id   integer
-- $2  epochs     integer[]
-- $3  numbers    bigint[]
-- $4  hashes     bytea[]
-- $5  sealed_at  timestamptz[]
-- $6  drained    boolean[]
-- $7  day_from   date[], null for a batch without cells
-- $8  day_to     date[]
-- $9  lengths    integer[], of the bytes of each
-- $10 bytes      bytea, those of all batches one after the other: one value is sent in binary, an array would be sent as hex text
with arrived as (
  select
    batch.*,
    (sum(batch.length) over (order by batch.place) - batch.length)::integer as before
  from unnest($2::integer[], $3::bigint[], $4::bytea[], $5::timestamptz[], $6::boolean[], $7::date[], $8::date[], $9::integer[])
    with ordinality as batch (epoch, number, sha256, sealed_at, drained, day_from, day_to, length, place)
)
insert into batch_archive (shard_id, epoch, number, sha256, sealed_at, drained, day_from, day_to, bytes)
select
  $1,
  arrived.epoch,
  arrived.number,
  arrived.sha256,
  arrived.sealed_at,
  arrived.drained,
  arrived.day_from,
  arrived.day_to,
  substring($10::bytea from arrived.before + 1 for arrived.length)
from arrived;
