-- Of every observation shard the first drained batch that was sealed at or after an instant and has no gap before it. It depends on archived bytes
-- only, and what arrives later does not change it.
--
-- $1  cut_off  timestamptz
select distinct on (shard.shard_id)
  shard.source,
  shard.shard,
  shard.shard_id,
  batch_archive.epoch,
  batch_archive.number,
  batch_archive.sha256
from shard
join shard_progress using (shard_id)
join batch_archive
  on batch_archive.shard_id = shard_progress.shard_id
  and batch_archive.epoch = shard_progress.epoch
  and batch_archive.number <= shard_progress.applied_through
where shard.carries = 'observations'
  and batch_archive.drained
  and not batch_archive.void
  and batch_archive.sealed_at >= $1
order by shard.shard_id, batch_archive.epoch, batch_archive.number;
