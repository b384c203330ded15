-- Through which number an epoch survives, for what it has in quarantine: what lies beyond never happened, and so did what
-- lost its number to the batch that was applied.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  through   bigint
update quarantine
set void = quarantine.number > $3
  or exists (
    select from received_batch
    where received_batch.shard_id = $1
      and received_batch.epoch = $2
      and received_batch.number = quarantine.number
      and received_batch.sha256 <> quarantine.sha256
  )
where quarantine.shard_id = $1
  and quarantine.epoch = $2;
