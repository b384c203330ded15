-- The canonical dump of scoring's counts, with the same bytes as `cx counts export`: one line for each cell that is not empty.
with cell_sum as (
  select
    cell.metric,
    cell.definition,
    cell.unit,
    cell.day,
    (array['ACCOUNTABLE', 'EXCLUDED', 'OTHERS'])[cell.class] as class,
    cell.reason,
    cell.responsible,
    (array['REPORTED', 'IMPORTED', 'GENERATED'])[cell.origin] as origin,
    sum(cell_count.hits - cell_count.retracted_hits) as hits,
    sum(cell_count.misses - cell_count.retracted_misses) as misses
  from cell
  join cell_count using (shard_id, cell_id)
  group by cell.metric, cell.definition, cell.unit, cell.day, cell.class, cell.reason, cell.responsible, cell.origin
)
select
  '{"metric":' || to_json(cell_sum.metric)
    || ',"definition":' || cell_sum.definition
    || ',"unit":' || to_json(cell_sum.unit)
    || ',"day":"' || to_char(cell_sum.day, 'YYYY-MM-DD')
    || '","class":"' || cell_sum.class
    || '","reason":' || to_json(cell_sum.reason)
    || ',"responsible":' || to_json(cell_sum.responsible)
    || ',"origin":"' || cell_sum.origin
    || '","hits":"' || cell_sum.hits
    || '","misses":"' || cell_sum.misses
    || '"}' as line
from cell_sum
where cell_sum.hits <> 0
  or cell_sum.misses <> 0
order by
  cell_sum.metric collate "C", cell_sum.definition::text collate "C", cell_sum.unit collate "C", cell_sum.day,
  cell_sum.class collate "C", cell_sum.reason collate "C", cell_sum.responsible collate "C", cell_sum.origin collate "C";
