-- Adds to the counts of cells that a shard has already.
--
-- $1  shard_id          integer
-- $2  cell_ids          integer[], each once
-- $3  hits              bigint[]; negative only when orphaned batches are subtracted
-- $4  misses            bigint[]
-- $5  retracted_hits    bigint[]
-- $6  retracted_misses  bigint[]
--
-- Updates one row for each id. If it updates fewer, an id of the caller is wrong.
update cell_count
set hits = cell_count.hits + more.hits,
    misses = cell_count.misses + more.misses,
    retracted_hits = cell_count.retracted_hits + more.retracted_hits,
    retracted_misses = cell_count.retracted_misses + more.retracted_misses
from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
  as more (cell_id, hits, misses, retracted_hits, retracted_misses)
where cell_count.shard_id = $1
  and cell_count.cell_id = more.cell_id;
