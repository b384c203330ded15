-- Voids the milestones of an epoch of another department that lie after the last batch that survived, see migration 0008.
--
-- $1  batch_shard_id  integer
-- $2  batch_epoch     integer
-- $3  through         bigint, the last batch of the epoch that survived
--
-- Returns the cases and kinds of the milestones that counted until now.
select voided.case_ref, voided.kind
from void_milestones($1, $2, $3) as voided;
