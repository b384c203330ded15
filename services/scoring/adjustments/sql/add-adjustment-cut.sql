-- Adds the cut of an adjustment.
--
-- $1  period      text
-- $2  adjustment  integer
-- $3  shard_ids   integer[]
-- $4  epochs      integer[]
-- $5  numbers     bigint[]
-- $6  hashes      bytea[]
insert into adjustment_cut (period, adjustment, shard_id, epoch, number, sha256)
select $1, $2, at.shard_id, at.epoch, at.number, at.sha256
from unnest($3::integer[], $4::integer[], $5::bigint[], $6::bytea[]) as at (shard_id, epoch, number, sha256);
