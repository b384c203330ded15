-- The small number of a shard.
--
-- $1  source   text
-- $2  carries  text
-- $3  shard    smallint
select shard.shard_id
from shard
where shard.source = $1
  and shard.carries = $2
  and shard.shard = $3;
