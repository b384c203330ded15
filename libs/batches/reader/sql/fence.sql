-- Moves a shard's version on if it is still the one that was read. This is the fence: a reader that was paused and wakes up
-- touches no row, and whoever moved it holds the row until COMMIT. One for all epochs, because one may end the others.
--
-- $1  shard_id  integer
-- $2  version   bigint, the one that was read
--
-- Returns `home`: another value means another life of this database, of which nothing may be remembered.
update shard
set version = shard.version + 1
where shard.shard_id = $1
  and shard.version = $2
returning pg_postmaster_start_time() || '/' || pg_relation_filenode('shard_progress') as home;
