-- Makes spare copies of voided milestones whose batch survived after all; use-spare-milestones then lets them count.
--
-- $1  batch_shard_id  integer
-- $2  batch_epoch     integer
-- $3  through         bigint, the last batch of the epoch that survived
update spare_milestone
set voided_at = null
where spare_milestone.batch_shard_id = $1
  and spare_milestone.batch_epoch = $2
  and spare_milestone.batch_number <= $3
  and spare_milestone.voided_at is not null;
