-- The newest, oldest, published and acknowledged number of every shard of this source.
--
-- acknowledged_number is the smallest that any reader has acknowledged in this epoch; 0 before the first acknowledgement.
select
  own_shard.carries,
  own_shard.shard,
  own_shard.epoch,
  own_shard.next_number - 1 as newest_number,
  coalesce((
    select min(batch.number)
    from batch
    where batch.carries = own_shard.carries and batch.shard = own_shard.shard and batch.epoch = own_shard.epoch
  ), 0) as oldest_number,
  own_shard.head_sha256 as newest_sha256,
  case when own_shard.published_epoch = own_shard.epoch then own_shard.published_number else 0 end as published_number,
  coalesce((
    select min(case when acknowledged.epoch = own_shard.epoch then acknowledged.number else 0 end)
    from acknowledged
    where acknowledged.carries = own_shard.carries and acknowledged.shard = own_shard.shard
  ), 0) as acknowledged_number
from own_shard
order by own_shard.carries desc, own_shard.shard;
