-- Archived batches with cells of the days of a period, with the instant of their arrival.
--
-- $1  first_day  date
-- $2  last_day   date, included
select
  shard.source,
  batch_archive.shard_id,
  batch_archive.epoch,
  batch_archive.number,
  batch_archive.sealed_at,
  batch_archive.bytes
from batch_archive
join shard using (shard_id)
where not batch_archive.void
  and batch_archive.day_from <= $2
  and batch_archive.day_to >= $1
order by batch_archive.shard_id, batch_archive.epoch, batch_archive.number;
