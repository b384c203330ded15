-- The hashes of those numbers that are applied already.
--
-- $1  shard_id  integer
-- $2  epochs    integer[]
-- $3  numbers   bigint[], one for each epoch
select received_batch.epoch, received_batch.number, received_batch.sha256
from unnest($2::integer[], $3::bigint[]) as asked (epoch, number)
join received_batch
  on received_batch.shard_id = $1
  and received_batch.epoch = asked.epoch
  and received_batch.number = asked.number;
