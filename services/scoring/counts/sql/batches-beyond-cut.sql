-- Archived batches with cells of some days that lie after a cut. Of a shard that the cut does not name, every batch does.
--
-- $1  first_day  date
-- $2  last_day   date, included
-- $3  shard_ids  integer[], of the cut
-- $4  epochs     integer[]
-- $5  numbers    bigint[]
select
  shard.source,
  batch_archive.shard_id,
  batch_archive.epoch,
  batch_archive.number,
  batch_archive.sealed_at,
  batch_archive.bytes
from batch_archive
join shard using (shard_id)
left join unnest($3::integer[], $4::integer[], $5::bigint[]) as cut (shard_id, epoch, number)
  on cut.shard_id = batch_archive.shard_id
where not batch_archive.void
  and batch_archive.day_from <= $2
  and batch_archive.day_to >= $1
  and (cut.shard_id is null or (batch_archive.epoch, batch_archive.number) > (cut.epoch, cut.number))
order by batch_archive.shard_id, batch_archive.epoch, batch_archive.number;
