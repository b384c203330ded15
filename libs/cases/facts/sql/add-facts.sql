-- Adds facts as they were reported.
--
-- $1  case_refs        bytea[]
-- $2  feeds            text[]
-- $3  fact_ids         text[], in order, so that two callers wait for each other in one direction only
-- $4  kinds            text[]
-- $5  happened_at      timestamptz[]
-- $6  recorded_at      timestamptz, the same for all
-- $7  withdraws        text[], null for a fact that withdraws nothing
-- $8  origins          smallint[]
-- $9  bodies           bytea[]
-- $10 body_sha256s     bytea[]
-- $11 batch_shard_ids  integer[], with $12 and $13: the batch that brought each milestone; null, all three, for other facts
-- $12 batch_epochs     integer[]
-- $13 batch_numbers    bigint[]
-- $14 parts            text[], '' for what concerns the whole case
--
-- Returns one row: null if all were added, as nearly always, or the ids that were. An id that is missing was known, or another caller has
-- just added it.
with added as (
  insert into fact (case_ref, part, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
    batch_shard_id, batch_epoch, batch_number)
  select
    incoming.case_ref, incoming.part, incoming.feed, incoming.fact_id, incoming.kind, incoming.happened_at, $6::timestamptz,
    incoming.withdraws, incoming.origin, incoming.body, incoming.body_sha256,
    incoming.batch_shard_id, incoming.batch_epoch, incoming.batch_number
  from
    unnest(
      $1::bytea[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $7::text[], $8::smallint[], $9::bytea[], $10::bytea[],
      $11::integer[], $12::integer[], $13::bigint[], $14::text[]
    ) as incoming (case_ref, feed, fact_id, kind, happened_at, withdraws, origin, body, body_sha256,
      batch_shard_id, batch_epoch, batch_number, part)
  on conflict (feed, fact_id) do nothing
  returning fact.fact_id
)
select case when count(*) < cardinality($3::text[]) then coalesce(array_agg(added.fact_id), '{}') end as added
from added;
