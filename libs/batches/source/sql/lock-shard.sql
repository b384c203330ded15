-- One shard as it stands, locked: whoever else wants to seal it waits until we are done.
--
-- $1  carries  text
-- $2  shard    smallint
--
-- Returns the row, `now`, the database's clock when the lock was got, and whether the server was started since it sealed last.
select
  own_shard.epoch,
  own_shard.next_number,
  own_shard.head_sha256,
  own_shard.continues_epoch,
  own_shard.continues_number,
  own_shard.sealed_at,
  own_shard.said_sha256,
  own_shard.life <> pg_postmaster_start_time() as is_new_life,
  clock_timestamp() as now
from own_shard
where own_shard.carries = $1
  and own_shard.shard = $2
for update;
