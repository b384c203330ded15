-- Marks quarantined batches as redriven that are applied in this transaction.
--
-- $1  shard_id  integer
-- $2  epochs    integer[]
-- $3  numbers   bigint[]
-- $4  hashes    bytea[]
update quarantine
set redriven_at = clock_timestamp()
from unnest($2::integer[], $3::bigint[], $4::bytea[]) as applied (epoch, number, sha256)
where quarantine.shard_id = $1
  and quarantine.epoch = applied.epoch
  and quarantine.number = applied.number
  and quarantine.sha256 = applied.sha256
  and quarantine.redriven_at is null;
