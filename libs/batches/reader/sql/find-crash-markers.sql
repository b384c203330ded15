-- Chunks that a process was working on when it ended.
select crash_marker.shard_id, crash_marker.size, crash_marker.deaths from crash_marker;
