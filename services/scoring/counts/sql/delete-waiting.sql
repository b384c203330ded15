-- Deletes the waiting counts of a shard, before the newer ones are added.
--
-- $1  shard_id  integer
delete from waiting where waiting.shard_id = $1;
