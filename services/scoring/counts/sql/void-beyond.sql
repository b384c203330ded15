-- Voids the batches of an epoch after the last one that survived, and restores batches up to it that were voided before. Returns
-- both, so that the caller subtracts them from the counts or adds them again. A second call returns nothing.
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
