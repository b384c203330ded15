-- The oldest number kept of one epoch: null if the epoch has no batch yet, no row if there never was such an epoch.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  epoch    integer
select (
  select min(batch.number)
  from batch
  where batch.carries = own_shard.carries and batch.shard = own_shard.shard and batch.epoch = $3
) as oldest
from own_shard
where own_shard.carries = $1
  and own_shard.shard = $2
  and own_shard.epoch >= $3;
