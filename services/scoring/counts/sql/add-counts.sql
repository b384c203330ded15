-- Adds to counts of one shard; a cell counted for the first time gets its row.
--
-- $1  shard_id          integer
-- $2  cell_ids          integer[], each once
-- $3  hits              bigint[]; negative only when ghosts are taken off
-- $4  misses            bigint[]
-- $5  retracted_hits    bigint[]
-- $6  retracted_misses  bigint[]
insert into cell_count as counted (shard_id, cell_id, hits, misses, retracted_hits, retracted_misses)
select $1, more.*
from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as more
on conflict (shard_id, cell_id) do update
set hits = counted.hits + excluded.hits,
    misses = counted.misses + excluded.misses,
    retracted_hits = counted.retracted_hits + excluded.retracted_hits,
    retracted_misses = counted.retracted_misses + excluded.retracted_misses;
