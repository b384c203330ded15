-- Removes the marker of a chunk that was applied without ending the process.
--
-- $1  shard_id  integer
delete from crash_marker where crash_marker.shard_id = $1;
