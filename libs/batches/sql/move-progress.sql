-- Moves the progress of an epoch if its version is still the one that was read. This is the fence: a reader that was paused
-- and wakes up touches no row, and whoever moved it holds the row until COMMIT.
--
-- $1 to $9 as in begin-progress.sql; $10  version expected  bigint
update shard_progress
set version = shard_progress.version + 1,
    applied_through = $3,
    head_sha256 = $4,
    ahead = $5,
    batches = $6,
    sealed_at = $7,
    applied_at = clock_timestamp(),
    kafka_next_offset = $8,
    state = $9
where shard_progress.shard_id = $1
  and shard_progress.epoch = $2
  and shard_progress.version = $10;
