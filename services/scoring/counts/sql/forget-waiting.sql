-- Forgets what a shard said is waiting.
--
-- $1  shard_id  integer
delete from waiting where waiting.shard_id = $1;
