-- A chunk of the archive in order, without orphaned batches.
--
-- $1  shard_id  integer, $2  epoch  integer, $3  number  bigint: the last batch of the chunk before; zeros for the first chunk
-- $4  how many at most
select batch_archive.shard_id, batch_archive.epoch, batch_archive.number, batch_archive.bytes
from batch_archive
where (batch_archive.shard_id, batch_archive.epoch, batch_archive.number) > ($1, $2, $3)
  and not batch_archive.void
order by batch_archive.shard_id, batch_archive.epoch, batch_archive.number
limit $4;
