-- Takes in what happened where no telling of it stands any more: of several the first.
--
-- Returns the cases and kinds it concerned.
with first as (
  select distinct on (void_fact.feed, void_fact.fact_id) void_fact.*
  from void_fact
  where void_fact.voided_at is null
    and not exists (select from fact where fact.feed = void_fact.feed and fact.fact_id = void_fact.fact_id)
  order by void_fact.feed, void_fact.fact_id, void_fact.epoch, void_fact.number
), moved as (
  delete from void_fact
  using first
  where (void_fact.shard_id, void_fact.epoch, void_fact.number, void_fact.fact_id)
    = (first.shard_id, first.epoch, first.number, first.fact_id)
)
insert into fact
  (case_ref, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256, shard_id, epoch, number)
select
  first.case_ref, first.feed, first.fact_id, first.kind, first.happened_at, first.recorded_at, first.withdraws, first.origin,
  first.body, first.body_sha256, first.shard_id, first.epoch, first.number
from first
returning case_ref, kind;
