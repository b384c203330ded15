-- Moves a locked shard past the batches that were added in this transaction.
--
-- $1  carries       text
-- $2  shard         smallint
-- $3  next_number   bigint
-- $4  head_sha256   bytea, hash of the newest batch
-- $5  sealed_at     timestamptz
-- $6  state_sha256  bytea, hash of the feed progress and waiting counts that were sealed last
update own_shard
set next_number = $3,
    head_sha256 = $4,
    sealed_at = $5,
    state_sha256 = $6
where own_shard.carries = $1
  and own_shard.shard = $2;
