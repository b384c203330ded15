-- Lets a spare copy count where no copy of a milestone counts any more; of several copies the first.
--
-- Returns the cases and kinds of these milestones.
with first as (
  select distinct on (spare_milestone.feed, spare_milestone.fact_id) spare_milestone.*
  from spare_milestone
  where spare_milestone.voided_at is null
    and not exists (
      select from fact where fact.feed = spare_milestone.feed and fact.fact_id = spare_milestone.fact_id
    )
  order by spare_milestone.feed, spare_milestone.fact_id, spare_milestone.batch_epoch, spare_milestone.batch_number
), moved as (
  delete from spare_milestone
  using first
  where (spare_milestone.batch_shard_id, spare_milestone.batch_epoch, spare_milestone.batch_number, spare_milestone.fact_id)
    = (first.batch_shard_id, first.batch_epoch, first.batch_number, first.fact_id)
)
insert into fact (case_ref, part, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
  batch_shard_id, batch_epoch, batch_number)
select
  first.case_ref, first.part, first.feed, first.fact_id, first.kind, first.happened_at, first.recorded_at, first.withdraws,
  first.origin, first.body, first.body_sha256, first.batch_shard_id, first.batch_epoch, first.batch_number
from first
returning case_ref, kind;
