-- Whether one batch is applied.
--
-- $1  source  text
-- $2  shard   smallint
-- $3  epoch   integer
-- $4  number  bigint
select exists (
  select
  from shard
  join received_batch using (shard_id)
  where shard.source = $1
    and shard.carries = 'observations'
    and shard.shard = $2
    and received_batch.epoch = $3
    and received_batch.number = $4
) as applied;
