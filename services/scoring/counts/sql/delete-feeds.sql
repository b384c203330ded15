-- Deletes the feed progress of a shard, before the newer one is added.
--
-- $1  shard_id  integer
delete from feed_state where feed_state.shard_id = $1;
