-- Adds the first counts of new cells.
--
-- $1 to $6  as in add-counts.sql, none negative
insert into cell_count (shard_id, cell_id, hits, misses, retracted_hits, retracted_misses)
select $1, first.*
from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as first;
