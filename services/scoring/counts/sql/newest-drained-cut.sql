-- Of every observation shard the newest drained batch without a gap before it: the cut of a provisional snapshot. It depends
-- on archived bytes only. Of an ended epoch only surviving batches count; a new epoch without a drained batch has no cut yet.
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
order by shard.shard_id, batch_archive.epoch desc, batch_archive.number desc;
