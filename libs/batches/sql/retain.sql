-- Removes batches that every reader has acknowledged and that are older than any backup one would restore.
--
-- $1  days they are kept at least, 35
--
-- A batch that nobody has acknowledged yet stays: there may be a reader who was never here.
delete from batch
where batch.sealed_at < clock_timestamp() - make_interval(days => $1)
  and exists (
    select from acknowledged
    where acknowledged.carries = batch.carries and acknowledged.shard = batch.shard
  )
  and not exists (
    select from acknowledged
    where acknowledged.carries = batch.carries
      and acknowledged.shard = batch.shard
      and (acknowledged.epoch, acknowledged.number) < (batch.epoch, batch.number)
  );
