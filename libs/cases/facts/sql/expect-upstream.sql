-- Stores that the milestones of a shard are needed, so that its source is not complete until this shard has declared it.
--
-- $1  source  text
-- $2  shard   smallint
insert into upstream (source, shard)
values ($1, $2)
on conflict (source, shard) do nothing;
