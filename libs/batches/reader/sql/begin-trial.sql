-- Notes that a chunk is being tried, before it is opened.
--
-- $1  shard_id  integer
-- $2  size      integer
-- $3  deaths    integer
insert into trial (shard_id, size, deaths)
values ($1, $2, $3)
on conflict (shard_id) do update
set size = excluded.size, deaths = excluded.deaths;
