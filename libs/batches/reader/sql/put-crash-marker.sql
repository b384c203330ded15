-- Notes that a chunk is about to be opened.
--
-- $1  shard_id  integer
-- $2  size      integer, number of batches
-- $3  deaths    integer, how often one batch alone has ended the process
insert into crash_marker (shard_id, size, deaths)
values ($1, $2, $3)
on conflict (shard_id) do update
set size = excluded.size, deaths = excluded.deaths;
