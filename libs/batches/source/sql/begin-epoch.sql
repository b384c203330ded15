-- Begins a new epoch of a locked shard. An epoch that never sealed anything is stepped over: nobody has heard of it.
--
-- $1  carries    text
-- $2  shard      smallint
--
-- The number comes from the clock: two restores of the same backup would count up to the same one. What was said last is
-- forgotten, so that the new epoch says at once how far the feeds are and what waits. How long every reader has had something is
-- counted anew: in a restored database it is what they had before they were restored themselves, perhaps.
with forgotten as (
  delete from everybody_had
  where everybody_had.carries = $1
    and everybody_had.shard = $2
)
update own_shard
set epoch = greatest(own_shard.epoch + 1, extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00+00')::integer),
    life = pg_postmaster_start_time(),
    continues_epoch = case own_shard.next_number when 1 then own_shard.continues_epoch else own_shard.epoch end,
    continues_number = case own_shard.next_number when 1 then own_shard.continues_number else own_shard.next_number - 1 end,
    next_number = 1,
    said_sha256 = decode(repeat('00', 32), 'hex')
where own_shard.carries = $1
  and own_shard.shard = $2;
