-- The batch in which the last part of a transaction was sealed; no row until it is sealed.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  id       bigint, of the outbox
select batch.epoch, batch.number
from batch
where batch.carries = $1
  and batch.shard = $2
  and batch.outbox_ids @> array[$3::bigint]
order by batch.epoch desc, batch.number desc
limit 1;
