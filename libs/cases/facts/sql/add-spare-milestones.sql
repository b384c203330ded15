-- Adds spare copies of milestones that were just given to add-facts, and that another batch had brought before.
--
-- $1 to $14  as in add-facts
insert into spare_milestone (case_ref, part, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
  batch_shard_id, batch_epoch, batch_number, voided_at)
select
  incoming.case_ref, incoming.part, incoming.feed, incoming.fact_id, incoming.kind, incoming.happened_at, $6::timestamptz,
  incoming.withdraws, incoming.origin, incoming.body, incoming.body_sha256,
  incoming.batch_shard_id, incoming.batch_epoch, incoming.batch_number, null
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $7::text[], $8::smallint[], $9::bytea[], $10::bytea[],
    $11::integer[], $12::integer[], $13::bigint[], $14::text[]
  ) as incoming (case_ref, feed, fact_id, kind, happened_at, withdraws, origin, body, body_sha256,
    batch_shard_id, batch_epoch, batch_number, part)
join fact using (feed, fact_id)
where (fact.batch_shard_id, fact.batch_epoch, fact.batch_number)
  is distinct from (incoming.batch_shard_id, incoming.batch_epoch, incoming.batch_number)
on conflict (batch_shard_id, batch_epoch, batch_number, fact_id) do update
set voided_at = null;
