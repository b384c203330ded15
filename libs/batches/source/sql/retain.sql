-- Deletes batches that every reader acknowledged at least the retention time ago.
--
-- $1  retention  numeric, milliseconds
--
-- The time since all readers acknowledged a batch decides, not the age of the batch: a reader that applied it late and is
-- restored from yesterday's backup asks for it again. Batches that a newer reader still lacks are kept, and a shard without any
-- acknowledgement keeps everything. Documents are never deleted: they are few, and a department that is new needs all of them.
with noted as (
  insert into acknowledged_by_all (carries, shard, noted_at, epoch, number)
  select distinct on (acknowledged.carries, acknowledged.shard)
    acknowledged.carries, acknowledged.shard, clock_timestamp(), acknowledged.epoch, acknowledged.number
  from acknowledged
  join own_shard using (carries, shard)
  where own_shard.server_started_at = pg_postmaster_start_time() -- after a restart begin-epoch has to come first
  order by acknowledged.carries, acknowledged.shard, acknowledged.epoch, acknowledged.number
  returning *
), expired as (
  select distinct on (acknowledged_by_all.carries, acknowledged_by_all.shard) acknowledged_by_all.*
  from acknowledged_by_all
  where acknowledged_by_all.noted_at < clock_timestamp() - make_interval(secs => $1 / 1000.0)
  order by acknowledged_by_all.carries, acknowledged_by_all.shard, acknowledged_by_all.noted_at desc
), older as (
  delete from acknowledged_by_all
  using expired
  where acknowledged_by_all.carries = expired.carries
    and acknowledged_by_all.shard = expired.shard
    and acknowledged_by_all.noted_at < expired.noted_at
)
delete from batch
using expired
join noted using (carries, shard)
where batch.carries <> 'documents'
  and batch.carries = expired.carries
  and batch.shard = expired.shard
  and (batch.epoch, batch.number) <= (expired.epoch, expired.number)
  and (batch.epoch, batch.number) <= (noted.epoch, noted.number);
