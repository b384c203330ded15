-- Gives a shard its small number, once.
--
-- $1  source   text
-- $2  carries  text
-- $3  shard    smallint
insert into shard (source, carries, shard)
select $1, $2, $3
where not exists (
  select from shard as named where named.source = $1 and named.carries = $2 and named.shard = $3
)
on conflict (source, carries, shard) do nothing;
