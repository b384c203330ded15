-- Creates a shard at number 1, behind 32 zero bytes. A shard that exists is left alone.
--
-- $1  carries    text
-- $2  shard      smallint
-- $3  was_lost   boolean, the operator declares that this database replaces one that was lost
--
-- The first shards of a source begin with epoch 1. Where something was sealed before, the epoch comes from the clock, as in
-- begin-epoch: the shard may have existed before a restore, and its earlier epoch must end instead of being taken for a fork.
-- An empty database gets epoch 1 unless the operator declares the loss: if readers know this source already, they raise a fork.
insert into own_shard
  (carries, shard, epoch, server_started_at, next_number, head_sha256, continues_epoch, continues_number, sealed_at,
   state_sha256, published_epoch, published_number)
select
  $1, $2,
  case when $3 or exists (select from own_shard as other where other.sealed_at > to_timestamp(0))
    then extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00+00')::integer
    else 1
  end,
  pg_postmaster_start_time(), 1, decode(repeat('00', 32), 'hex'), 0, 0, to_timestamp(0), decode(repeat('00', 32), 'hex'), 0, 0
on conflict (carries, shard) do nothing;
