-- Notes that a milestone shard is taken in, so that nothing is held to be complete before it has said so.
--
-- $1  source  text
-- $2  shard   smallint
insert into upstream (source, shard)
values ($1, $2)
on conflict (source, shard) do nothing;
