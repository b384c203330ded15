-- Names cells that are counted for the first time.
--
-- $1 to $9  as in find-cells.sql, each cell once
-- $10       the id of the first; the others follow
--
-- One writer per shard, by the fence. Should there be two all the same, the unique constraint refuses the second.
insert into cell (shard_id, cell_id, metric, definition, unit, day, class, reason, responsible, origin)
select
  $1,
  $10::integer + fresh.place::integer - 1,
  fresh.metric,
  fresh.definition,
  fresh.unit,
  fresh.day,
  fresh.class,
  fresh.reason,
  fresh.responsible,
  fresh.origin
from unnest($2::text[], $3::integer[], $4::text[], $5::date[], $6::smallint[], $7::text[], $8::text[], $9::smallint[])
  with ordinality as fresh (metric, definition, unit, day, class, reason, responsible, origin, place);
