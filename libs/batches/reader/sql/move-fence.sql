-- The fence: moves a shard's version on if it is still the one that was read. A reader that was paused meanwhile changes no row
-- and must read again. The row stays locked until COMMIT.
--
-- $1  shard_id  integer
-- $2  version   bigint, as read
--
-- Returns `incarnation`, which identifies this start of the database server and this copy of the table. If it differs from the
-- last one, caches of database ids are invalid.
update shard
set version = shard.version + 1
where shard.shard_id = $1
  and shard.version = $2
returning pg_postmaster_start_time() || '/' || pg_relation_filenode('shard_progress') as incarnation;
