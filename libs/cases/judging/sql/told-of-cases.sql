-- What was last told to other departments about these cases.
--
-- $1  case_refs  bytea[], each once; one after the other, see facts-of-cases
select newest.case_ref, newest.name, newest.revision, newest.withdrawn, newest.content
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select told.* from told where told.case_ref = wanted.case_ref offset 0
) as newest;
