-- The hash of one batch; no row if the batch was deleted or never existed.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  epoch    integer
-- $4  number   bigint
select batch.sha256
from batch
where batch.carries = $1
  and batch.shard = $2
  and batch.epoch = $3
  and batch.number = $4;
