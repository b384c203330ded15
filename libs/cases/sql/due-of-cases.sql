-- The questions of these cases that are not judged yet.
--
-- $1  case_refs  bytea[]
select due.case_ref, due.metric, due.unit, due.definition, due.day, due.due_at, due.state
from due
where due.case_ref = any ($1::bytea[]);
