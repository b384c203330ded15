-- Marks quarantined batches of one epoch as void: those beyond the number through which the epoch survives, and those that lost
-- their number to another batch. A batch that survives after all is unmarked.
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
