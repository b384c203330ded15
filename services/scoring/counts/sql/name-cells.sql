-- Looks cells of a shard up. Cells that are counted for the first time get the next ids, in the order of their places.
--
-- $1  shard_id      integer
-- $2  metrics       text[]
-- $3  definitions   integer[]
-- $4  units         text[]
-- $5  days          date[]
-- $6  classes       smallint[]
-- $7  reasons       text[]
-- $8  responsibles  text[]
-- $9  origins       smallint[]; each cell once
--
-- Returns place (from 1) and id of each cell that had an id, and one row without a place: the newest id before. The other cells
-- got the ids after it, without gaps.
--
-- The fence lets one transaction at a time write to a shard. If there were two, the unique constraint would refuse the second.
with newest as (
  select coalesce(max(cell.cell_id), 0) as cell_id from cell where cell.shard_id = $1
), asked as materialized (
  select asked.*, cell.cell_id
  from unnest($2::text[], $3::integer[], $4::text[], $5::date[], $6::smallint[], $7::text[], $8::text[], $9::smallint[])
    with ordinality as asked (metric, definition, unit, day, class, reason, responsible, origin, place)
  left join cell
    on cell.shard_id = $1
    and (cell.day, cell.metric, cell.definition, cell.unit) = (asked.day, asked.metric, asked.definition, asked.unit)
    and (cell.class, cell.reason, cell.responsible, cell.origin) = (asked.class, asked.reason, asked.responsible, asked.origin)
), named as (
  insert into cell (shard_id, cell_id, metric, definition, unit, day, class, reason, responsible, origin)
  select
    $1,
    newest.cell_id + row_number() over (order by asked.place),
    asked.metric,
    asked.definition,
    asked.unit,
    asked.day,
    asked.class,
    asked.reason,
    asked.responsible,
    asked.origin
  from asked cross join newest
  where asked.cell_id is null
)
select null::integer as place, newest.cell_id from newest
union all
select asked.place::integer, asked.cell_id from asked where asked.cell_id is not null;
