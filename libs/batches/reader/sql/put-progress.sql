-- Stores the progress of one epoch. The caller has moved the fence in this transaction.
--
-- $1  shard_id           integer
-- $2  epoch              integer
-- $3  applied_through    bigint
-- $4  head_sha256        bytea
-- $5  ahead              jsonb
-- $6  batches            bigint
-- $7  sealed_at          timestamptz or null
-- $8  kafka_next_offset  bigint or null
-- $9  state              text
-- $10 continues_epoch    integer or null, with $11 to $13
-- $11 continues_number   bigint
-- $12 continues_sha256   bytea
-- $13 begun_at           timestamptz
-- $14 survives_through   bigint or null
insert into shard_progress
  (shard_id, epoch, applied_through, head_sha256, ahead, batches, sealed_at, applied_at, kafka_next_offset, state,
   continues_epoch, continues_number, continues_sha256, begun_at, survives_through)
values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8, $9, $10, $11, $12, $13, $14)
on conflict (shard_id, epoch) do update
set applied_through = excluded.applied_through,
    head_sha256 = excluded.head_sha256,
    ahead = excluded.ahead,
    batches = excluded.batches,
    sealed_at = excluded.sealed_at,
    applied_at = excluded.applied_at,
    kafka_next_offset = excluded.kafka_next_offset,
    state = excluded.state,
    continues_epoch = excluded.continues_epoch,
    continues_number = excluded.continues_number,
    continues_sha256 = excluded.continues_sha256,
    begun_at = excluded.begun_at,
    survives_through = excluded.survives_through;
