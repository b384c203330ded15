-- The version of a shard and the progress of each of its epochs, oldest first; one row without an epoch before the first batch.
--
-- $1  shard_id  integer
select
  shard_progress.epoch,
  shard.version,
  shard_progress.applied_through,
  shard_progress.head_sha256,
  shard_progress.ahead,
  shard_progress.batches,
  shard_progress.sealed_at,
  shard_progress.applied_at,
  shard_progress.kafka_next_offset,
  shard_progress.state,
  shard_progress.continues_epoch,
  shard_progress.continues_number,
  shard_progress.continues_sha256,
  shard_progress.begun_at,
  shard_progress.survives_through
from shard
left join shard_progress using (shard_id)
where shard.shard_id = $1
order by shard_progress.epoch;
