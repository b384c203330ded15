-- A chunk that was tried did no harm.
--
-- $1  shard_id  integer
delete from trial where trial.shard_id = $1;
