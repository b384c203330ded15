-- The archived batches of a source that hold these 16 bytes, in order of shard, epoch and number. Batches that touch other days only are
-- not read. It reads the bytes of the others, and a contest is opened by people, so no index of cases is kept for it.
--
-- $1  source    text
-- $2  day       date
-- $3  case_ref  bytea
select shard.shard, batch_archive.epoch, batch_archive.number, batch_archive.bytes
from batch_archive
join shard using (shard_id)
where shard.source = $1
  and shard.carries = 'observations'
  and not batch_archive.void
  and $2::date between batch_archive.day_from and batch_archive.day_to
  and position($3::bytea in batch_archive.bytes) > 0
order by batch_archive.shard_id, batch_archive.epoch, batch_archive.number;
