-- Whether one batch is counted. A batch in quarantine, or voided with its epoch, is not.
--
-- $1  source  text
-- $2  shard   smallint
-- $3  epoch   integer
-- $4  number  bigint
select exists (
  select
  from shard
  join batch_archive using (shard_id)
  where shard.source = $1
    and shard.carries = 'observations'
    and shard.shard = $2
    and batch_archive.epoch = $3
    and batch_archive.number = $4
    and not batch_archive.void
) as applied;
