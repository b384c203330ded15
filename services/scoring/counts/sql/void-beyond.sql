-- Marks what an epoch had beyond the last batch that survived, takes the mark from what survived after all, and returns both
-- to be taken off the counts or added again. A second time it returns nothing.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  through   bigint, the last number that survived
update batch_archive
set void = batch_archive.number > $3
where batch_archive.shard_id = $1
  and batch_archive.epoch = $2
  and batch_archive.void <> (batch_archive.number > $3)
returning batch_archive.void, batch_archive.bytes;
