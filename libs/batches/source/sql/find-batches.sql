-- Batches of one epoch, in order, from a number on.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  epoch    integer
-- $4  number   bigint, the first wanted
-- $5  limit    integer
select batch.number, batch.bytes
from batch
where batch.carries = $1
  and batch.shard = $2
  and batch.epoch = $3
  and batch.number >= $4
order by batch.number
limit $5;
