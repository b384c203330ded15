-- Marks what an ended epoch had beyond the batch that survived, and returns it to be taken off the counts. Once.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  beyond    bigint, the last number that survived
update batch_archive
set void = true
where batch_archive.shard_id = $1
  and batch_archive.epoch = $2
  and batch_archive.number > $3
  and not batch_archive.void
returning batch_archive.bytes;
