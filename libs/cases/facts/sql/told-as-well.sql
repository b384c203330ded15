-- Remembers facts that another batch has told as well, of those just given to add-facts.
--
-- $1 to $13  as of add-facts
insert into void_fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
  shard_id, epoch, number, voided_at)
select
  incoming.case_ref, incoming.feed, incoming.fact_id, incoming.kind, incoming.happened_at, $6::timestamptz,
  incoming.withdraws, incoming.origin, incoming.body, incoming.body_sha256,
  incoming.shard_id, incoming.epoch, incoming.number, null
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $7::text[], $8::smallint[], $9::bytea[], $10::bytea[],
    $11::integer[], $12::integer[], $13::bigint[]
  ) as incoming (case_ref, feed, fact_id, kind, happened_at, withdraws, origin, body, body_sha256, shard_id, epoch, number)
join fact using (feed, fact_id)
where (fact.shard_id, fact.epoch, fact.number) is distinct from (incoming.shard_id, incoming.epoch, incoming.number)
on conflict (shard_id, epoch, number, fact_id) do update
set voided_at = null;
