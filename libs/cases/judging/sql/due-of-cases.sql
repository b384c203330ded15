-- The questions of these cases that are not judged yet.
--
-- $1  case_refs  bytea[], each once; one after the other, see facts-of-cases
select waits.case_ref, waits.metric, waits.unit, waits.definition, waits.day, waits.due_at, waits.state
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select due.* from due where due.case_ref = wanted.case_ref offset 0
) as waits;
