-- The ids of cells of a shard; those without one are left out.
--
-- $1  shard_id      integer
-- $2  metrics       text[]
-- $3  definitions   integer[]
-- $4  units         text[]
-- $5  days          date[]
-- $6  classes       smallint[]
-- $7  reasons       text[]
-- $8  responsibles  text[]
-- $9  origins       smallint[]
--
-- Returns the place in the arrays, from 1, and the id.
select asked.place, cell.cell_id
from unnest($2::text[], $3::integer[], $4::text[], $5::date[], $6::smallint[], $7::text[], $8::text[], $9::smallint[])
  with ordinality as asked (metric, definition, unit, day, class, reason, responsible, origin, place)
join cell
  on cell.shard_id = $1
  and (cell.day, cell.metric, cell.definition, cell.unit) = (asked.day, asked.metric, asked.definition, asked.unit)
  and (cell.class, cell.reason, cell.responsible, cell.origin) = (asked.class, asked.reason, asked.responsible, asked.origin);
