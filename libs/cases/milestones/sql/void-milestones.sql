-- Voids the milestones of an epoch of another department that lie after the last batch that survived.
--
-- $1  batch_shard_id  integer
-- $2  batch_epoch     integer
-- $3  through         bigint, the last batch of the epoch that survived
--
-- Returns the cases and kinds of the milestones that counted until now.
with voided as (
  delete from fact
  where fact.batch_shard_id = $1 and fact.batch_epoch = $2 and fact.batch_number > $3
  returning *
), kept as (
  insert into spare_milestone (case_ref, part, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
    batch_shard_id, batch_epoch, batch_number, voided_at)
  select
    voided.case_ref, voided.part, voided.feed, voided.fact_id, voided.kind, voided.happened_at, voided.recorded_at,
    voided.withdraws, voided.origin, voided.body, voided.body_sha256,
    voided.batch_shard_id, voided.batch_epoch, voided.batch_number, clock_timestamp()
  from voided
  on conflict do nothing
), spare as (
  update spare_milestone
  set voided_at = clock_timestamp()
  where spare_milestone.batch_shard_id = $1
    and spare_milestone.batch_epoch = $2
    and spare_milestone.batch_number > $3
    and spare_milestone.voided_at is null
)
select voided.case_ref, voided.kind from voided;
