-- Locks one shard and returns its row. Another process that wants to seal it waits until this transaction ends.
--
-- $1  carries  text
-- $2  shard    smallint
--
-- Returns also `now`, the database's clock after the lock was taken, and whether the database server was started since the
-- shard was sealed last.
select
  own_shard.epoch,
  own_shard.next_number,
  own_shard.head_sha256,
  own_shard.continues_epoch,
  own_shard.continues_number,
  own_shard.sealed_at,
  own_shard.state_sha256,
  own_shard.server_started_at <> pg_postmaster_start_time() as is_new_incarnation,
  clock_timestamp() as now
from own_shard
where own_shard.carries = $1
  and own_shard.shard = $2
for update;
