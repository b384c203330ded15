-- When these cases were erased; no row for a case that was not.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
--
-- Takes no lock. An erasure locks the case first, so a caller that holds the lock of a case gets the final answer.
select found.case_ref, found.erased_at
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select erased_case.* from erased_case where erased_case.case_ref = wanted.case_ref offset 0
) as found;
