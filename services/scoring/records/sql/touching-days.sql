-- Archived batches of a shard with cells of some days, orphaned since or not.
--
-- $1  shard_id   integer
-- $2  first_day  date
-- $3  last_day   date, included
select batch_archive.epoch, batch_archive.number, batch_archive.bytes
from batch_archive
where batch_archive.shard_id = $1
  and batch_archive.day_from <= $3
  and batch_archive.day_to >= $2
order by batch_archive.epoch, batch_archive.number;
