-- Drained batches of one epoch, newest first.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  above     bigint, exclusive
-- $4  through   bigint, included
-- $5  how many at most
select batch_archive.bytes
from batch_archive
where batch_archive.shard_id = $1
  and batch_archive.epoch = $2
  and batch_archive.number > $3
  and batch_archive.number <= $4
  and batch_archive.drained
  and not batch_archive.void
order by batch_archive.number desc
limit $5;
