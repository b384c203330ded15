-- Forgets what a shard said of its feeds.
--
-- $1  shard_id  integer
delete from feed_state where feed_state.shard_id = $1;
