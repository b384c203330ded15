-- Batches beyond the published mark, in order; those left over from an earlier epoch come first.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  limit    integer
select batch.epoch, batch.number, batch.bytes
from own_shard
join batch
  on batch.carries = own_shard.carries
  and batch.shard = own_shard.shard
  and (batch.epoch, batch.number) > (own_shard.published_epoch, own_shard.published_number)
where own_shard.carries = $1
  and own_shard.shard = $2
order by batch.epoch, batch.number
limit $3;
