-- Removes evaluations that have an observation now or are not made any more, of cases that the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[]
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
delete from due
using unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[]) as answered (case_ref, part, metric, definition, unit)
where due.case_ref = answered.case_ref
  and due.part = answered.part
  and due.metric = answered.metric
  and due.definition = answered.definition
  and due.unit = answered.unit;
