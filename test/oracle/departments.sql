-- What ought to stand, straight from a department's own verdicts: run it in each department's database and put the lines in
-- order of their metric, which belongs to one department alone. Nothing of the product is used; that the table is
-- append-only, that odd versions record and even ones retract, and what the small numbers mean, stands where it is created
-- (libs/cases/migrations).
--
--   psql -At -f test/oracle/departments.sql ordering
--
-- Returns the metric and one line of the canonical dump of counts a cell, in order: what is recorded and not retracted.
with verdict as (
  select
    observation.metric,
    observation.definition,
    observation.unit,
    observation.day,
    (array['ACCOUNTABLE', 'EXCLUDED', 'OTHERS'])[observation.class] as class,
    observation.reason,
    observation.responsible,
    (array['REPORTED', 'IMPORTED', 'GENERATED'])[observation.origin] as origin,
    case when observation.version % 2 = 1 then observation.hits else -observation.hits end as hits,
    case when observation.version % 2 = 1 then observation.misses else -observation.misses end as misses
  from observation
), cell as (
  select metric, definition, unit, day, class, reason, responsible, origin, sum(hits) as hits, sum(misses) as misses
  from verdict
  group by metric, definition, unit, day, class, reason, responsible, origin
  having sum(hits) <> 0 or sum(misses) <> 0
)
select
  metric,
  '{"metric":' || to_json(metric)
    || ',"definition":' || definition
    || ',"unit":' || to_json(unit)
    || ',"day":"' || to_char(day, 'YYYY-MM-DD')
    || '","class":"' || class
    || '","reason":' || to_json(reason)
    || ',"responsible":' || to_json(responsible)
    || ',"origin":"' || origin
    || '","hits":"' || hits
    || '","misses":"' || misses
    || '"}' as line
from cell
order by
  metric collate "C", definition::text collate "C", unit collate "C", day, class collate "C", reason collate "C",
  responsible collate "C", origin collate "C";
