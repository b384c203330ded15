-- Archived batches with cells of some days that were sealed at or after an instant, or lie after a cut if there is one.
--
-- $1  first_day  date
-- $2  last_day   date, included
-- $3  shard_ids  integer[], of the cut
-- $4  epochs     integer[]
-- $5  numbers    bigint[]
-- $6  since      timestamptz, or null: then only the cut decides
-- $7  has_cut    boolean
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
  and (
    batch_archive.sealed_at >= $6
    or $7::boolean and (cut.shard_id is null or (batch_archive.epoch, batch_archive.number) > (cut.epoch, cut.number))
  )
order by batch_archive.shard_id, batch_archive.epoch, batch_archive.number;
