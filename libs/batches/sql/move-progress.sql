-- Moves the progress of an epoch if its version is still the one that was read. This is the fence: a reader that was paused
-- and wakes up touches no row, and whoever moved it holds the row until COMMIT.
--
-- $1 to $14 as in begin-progress.sql; $15  version expected  bigint
--
-- Returns `home`: another value means another life of this database, of which nothing may be remembered.
update shard_progress
set version = shard_progress.version + 1,
    applied_through = $3,
    head_sha256 = $4,
    ahead = $5,
    batches = $6,
    sealed_at = $7,
    applied_at = clock_timestamp(),
    kafka_next_offset = $8,
    state = $9,
    continues_epoch = $10,
    continues_number = $11,
    continues_sha256 = $12,
    begun_at = $13,
    survives_through = $14
where shard_progress.shard_id = $1
  and shard_progress.epoch = $2
  and shard_progress.version = $15
returning pg_postmaster_start_time() || '/' || pg_relation_filenode('shard_progress') as home;
