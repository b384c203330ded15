-- Keeps facts as they were told.
--
-- $1  case_refs     bytea[]
-- $2  feeds         text[]
-- $3  fact_ids      text[], in order, so that two callers wait for each other in one direction only
-- $4  kinds         text[]
-- $5  happened_at   timestamptz[]
-- $6  recorded_at   timestamptz, the same for all
-- $7  withdraws     text[], null where nothing is taken back
-- $8  origins       smallint[]
-- $9  bodies        bytea[]
-- $10 body_sha256s  bytea[]
-- $11 shard_ids     integer[], with $12 and $13: of milestones the batch that brought them; else null
-- $12 epochs        integer[]
-- $13 numbers       bigint[]
--
-- Returns the ids that were added. One that is missing was known, or was added by another caller a moment ago.
insert into fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
  shard_id, epoch, number)
select
  incoming.case_ref, incoming.feed, incoming.fact_id, incoming.kind, incoming.happened_at, $6::timestamptz,
  incoming.withdraws, incoming.origin, incoming.body, incoming.body_sha256,
  incoming.shard_id, incoming.epoch, incoming.number
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $7::text[], $8::smallint[], $9::bytea[], $10::bytea[],
    $11::integer[], $12::integer[], $13::bigint[]
  ) as incoming (case_ref, feed, fact_id, kind, happened_at, withdraws, origin, body, body_sha256, shard_id, epoch, number)
on conflict (feed, fact_id) do nothing
returning fact_id;
