-- The ids of cells; those that are new are named. One writer per shard, by the fence, so nobody names the same cell meanwhile.
--
-- $1  shard_id     integer
-- $2  metrics      text[]
-- $3  definitions  integer[]
-- $4  units        text[]
-- $5  days         date[]
-- $6  classes      smallint[]
-- $7  reasons      text[]
-- $8  responsibles text[]
-- $9  origins      smallint[]
--
-- Returns the place in the arrays, from 1, and the id.
with asked as (
  select *
  from unnest($2::text[], $3::integer[], $4::text[], $5::date[], $6::smallint[], $7::text[], $8::text[], $9::smallint[])
    with ordinality as cells (metric, definition, unit, day, class, reason, responsible, origin, place)
),
known as (
  select asked.place, cell.cell_id
  from asked
  join cell
    on cell.shard_id = $1
    and (cell.day, cell.metric, cell.definition, cell.unit) = (asked.day, asked.metric, asked.definition, asked.unit)
    and (cell.class, cell.reason, cell.responsible, cell.origin) = (asked.class, asked.reason, asked.responsible, asked.origin)
),
named as (
  insert into cell (shard_id, metric, definition, unit, day, class, reason, responsible, origin)
  select $1, asked.metric, asked.definition, asked.unit, asked.day, asked.class, asked.reason, asked.responsible, asked.origin
  from asked
  where not exists (select from known where known.place = asked.place)
  returning *
)
select known.place, known.cell_id from known
union all
select asked.place, named.cell_id
from named
join asked
  on (named.day, named.metric, named.definition, named.unit) = (asked.day, asked.metric, asked.definition, asked.unit)
  and (named.class, named.reason, named.responsible, named.origin) = (asked.class, asked.reason, asked.responsible, asked.origin);
