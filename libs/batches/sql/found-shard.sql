-- Founds a shard at epoch 1, number 1, behind 32 zero bytes; one that is there is left alone.
--
-- $1  carries    text
-- $2  shard      smallint
insert into own_shard
  (carries, shard, epoch, life, next_number, head_sha256, continues_epoch, continues_number, sealed_at, said_sha256,
   published_epoch, published_number)
values
  ($1, $2, 1, pg_postmaster_start_time(), 1, decode(repeat('00', 32), 'hex'), 0, 0, to_timestamp(0),
   decode(repeat('00', 32), 'hex'), 0, 0)
on conflict (carries, shard) do nothing;
