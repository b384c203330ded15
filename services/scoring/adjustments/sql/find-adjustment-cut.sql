-- The cut of an adjustment.
--
-- $1  period      text
-- $2  adjustment  integer
select shard.source, shard.shard, adjustment_cut.shard_id, adjustment_cut.epoch, adjustment_cut.number, adjustment_cut.sha256
from adjustment_cut
join shard using (shard_id)
where adjustment_cut.period = $1
  and adjustment_cut.adjustment = $2;
