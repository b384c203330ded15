-- The first batch of an epoch, orphaned or not. It names the batch that the epoch continues.
--
-- $1  shard_id  integer
-- $2  epoch     integer
select batch_archive.bytes
from batch_archive
where batch_archive.shard_id = $1
  and batch_archive.epoch = $2
  and batch_archive.number = 1;
