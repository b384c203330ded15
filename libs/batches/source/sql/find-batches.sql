-- Batches of one epoch from a number on, in order.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  epoch    integer
-- $4  number   bigint, the first wanted
-- $5  how many at most
select batch.number, batch.bytes
from batch
where batch.carries = $1
  and batch.shard = $2
  and batch.epoch = $3
  and batch.number >= $4
order by batch.number
limit $5;
