-- Removes batches that every reader had acknowledged so long ago.
--
-- $1  ms they are kept at least after that
--
-- Not how old a batch is decides, but how long everybody has had it: a reader that took it late and is restored from yesterday
-- asks for it again. What somebody who came later still lacks stays too, and a shard that nobody has acknowledged anything of
-- keeps all.
with noted as (
  insert into everybody_had (carries, shard, noted_at, epoch, number)
  select distinct on (acknowledged.carries, acknowledged.shard)
    acknowledged.carries, acknowledged.shard, clock_timestamp(), acknowledged.epoch, acknowledged.number
  from acknowledged
  join own_shard using (carries, shard)
  where own_shard.life = pg_postmaster_start_time() -- in another life begin-epoch comes first
  order by acknowledged.carries, acknowledged.shard, acknowledged.epoch, acknowledged.number
  returning *
), long_ago as (
  select distinct on (everybody_had.carries, everybody_had.shard) everybody_had.*
  from everybody_had
  where everybody_had.noted_at < clock_timestamp() - make_interval(secs => $1 / 1000.0)
  order by everybody_had.carries, everybody_had.shard, everybody_had.noted_at desc
), older as (
  delete from everybody_had
  using long_ago
  where everybody_had.carries = long_ago.carries
    and everybody_had.shard = long_ago.shard
    and everybody_had.noted_at < long_ago.noted_at
)
delete from batch
using long_ago
join noted using (carries, shard)
where batch.carries = long_ago.carries
  and batch.shard = long_ago.shard
  and (batch.epoch, batch.number) <= (long_ago.epoch, long_ago.number)
  and (batch.epoch, batch.number) <= (noted.epoch, noted.number);
