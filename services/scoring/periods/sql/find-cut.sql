-- The cut of a version.
--
-- $1  period   text
-- $2  version  integer
select shard.source, shard.shard, snapshot_cut.shard_id, snapshot_cut.epoch, snapshot_cut.number, snapshot_cut.sha256
from snapshot_cut
join shard using (shard_id)
where snapshot_cut.period = $1
  and snapshot_cut.version = $2;
