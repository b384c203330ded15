-- Begins a new epoch of a locked shard. An epoch in which nothing was sealed is skipped: no reader has seen it.
--
-- $1  carries    text
-- $2  shard      smallint
--
-- The epoch number comes from the clock: two restores of the same backup would otherwise count up to the same number. The hash
-- of the last state is cleared, so that the first batch carries feed progress and waiting counts. The acknowledgement history
-- is deleted: after a restore it may describe readers that were restored too.
with cleared as (
  delete from acknowledged_by_all
  where acknowledged_by_all.carries = $1
    and acknowledged_by_all.shard = $2
)
update own_shard
set epoch = greatest(own_shard.epoch + 1, extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00+00')::integer),
    server_started_at = pg_postmaster_start_time(),
    continues_epoch = case own_shard.next_number when 1 then own_shard.continues_epoch else own_shard.epoch end,
    continues_number = case own_shard.next_number when 1 then own_shard.continues_number else own_shard.next_number - 1 end,
    next_number = 1,
    state_sha256 = decode(repeat('00', 32), 'hex')
where own_shard.carries = $1
  and own_shard.shard = $2;
