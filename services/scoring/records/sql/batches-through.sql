-- A page of the archived batches of an epoch through one of them, orphaned since or not: a cut contains what it contained.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  number    bigint: the last batch, included
-- $4  number    bigint: the last batch of the page before; 0 for the first page
-- $5  how many at most
select batch_archive.number, batch_archive.bytes
from batch_archive
where batch_archive.shard_id = $1
  and batch_archive.epoch = $2
  and batch_archive.number <= $3
  and batch_archive.number > $4
order by batch_archive.number
limit $5;
