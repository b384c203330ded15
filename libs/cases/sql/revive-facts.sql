-- Takes in again what was taken back and happened after all.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  through   bigint
--
-- Returns the cases and kinds it concerned.
with alive as (
  delete from void_fact
  where void_fact.shard_id = $1 and void_fact.epoch = $2 and void_fact.number <= $3
  returning *
)
insert into fact
  (case_ref, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256, shard_id, epoch, number)
select
  alive.case_ref, alive.feed, alive.fact_id, alive.kind, alive.happened_at, alive.recorded_at, alive.withdraws, alive.origin,
  alive.body, alive.body_sha256, alive.shard_id, alive.epoch, alive.number
from alive
on conflict (feed, fact_id) do nothing
returning case_ref, kind;
