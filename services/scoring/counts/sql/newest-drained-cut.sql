-- Per observation shard the newest drained batch without a hole before it, of its newest epoch: where a provisional snapshot
-- cuts. A function of archived bytes.
select distinct on (shard.shard_id)
  shard.source,
  shard.shard,
  shard.shard_id,
  batch_archive.epoch,
  batch_archive.number,
  batch_archive.sha256
from shard
join shard_progress
  on shard_progress.shard_id = shard.shard_id
  and shard_progress.epoch = (select max(newest.epoch) from shard_progress as newest where newest.shard_id = shard.shard_id)
join batch_archive
  on batch_archive.shard_id = shard.shard_id
  and batch_archive.epoch = shard_progress.epoch
  and batch_archive.number <= shard_progress.applied_through
where shard.carries = 'observations'
  and batch_archive.drained
  and not batch_archive.void
order by shard.shard_id, batch_archive.number desc;
