-- The evaluations of these cases that wait for an observation.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
select waits.case_ref, waits.part, waits.metric, waits.definition, waits.unit, waits.day, waits.due_at, waits.state
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select due.* from due where due.case_ref = wanted.case_ref offset 0
) as waits;
