-- What became of open questions.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[]
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
--
-- Returns a row for each, in their order: whether it is open and would be a hit now (null when it is not open), and whether it was judged as
-- a hit (null when no verdict stands). The rows of each case are found through the primary keys.
select
  (
    select due.as_known = 3
    from due
    where due.case_ref = asked.case_ref
      and due.metric is not distinct from asked.metric
      and due.definition is not distinct from asked.definition
      and due.unit is not distinct from asked.unit
      and due.part is not distinct from asked.part
  ) as is_safe,
  (
    select case when observation.version % 2 = 1 then observation.hits > 0 end
    from observation
    where observation.case_ref = asked.case_ref
      and observation.metric is not distinct from asked.metric
      and observation.definition is not distinct from asked.definition
      and observation.unit is not distinct from asked.unit
      and observation.part is not distinct from asked.part
    order by observation.version desc
    limit 1
  ) as is_hit
from
  unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[])
    with ordinality as asked (case_ref, part, metric, definition, unit, place)
order by asked.place;
