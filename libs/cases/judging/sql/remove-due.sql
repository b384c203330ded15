-- Removes evaluations that have an observation now or are not made any more, of cases that the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[]
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
--
-- The rows of each case are found through the primary key, see facts-of-cases for the lateral join. `is not distinct from` keeps
-- PostgreSQL from reading all rows of a metric and definition through due_by_instant, which it prefers before the first ANALYZE.
-- The locked cases keep the places of their rows.
delete from due
where due.ctid = any (array(
  select found.place
  from unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[])
    as answered (case_ref, part, metric, definition, unit)
  cross join lateral (
    select due.ctid as place
    from due
    where due.case_ref = answered.case_ref
      and due.metric is not distinct from answered.metric
      and due.definition is not distinct from answered.definition
      and due.unit is not distinct from answered.unit
      and due.part is not distinct from answered.part
    offset 0
  ) as found
));
