-- Adds one sealed batch.
--
-- $1  carries     text
-- $2  shard       smallint
-- $3  epoch       integer
-- $4  number      bigint
-- $5  sha256      bytea, of $8
-- $6  sealed_at   timestamptz
-- $7  outbox_ids  bigint[], transactions whose last part is in it
-- $8  bytes       bytea
insert into batch (carries, shard, epoch, number, sha256, sealed_at, outbox_ids, bytes)
values ($1, $2, $3, $4, $5, $6, $7::bigint[], $8);
