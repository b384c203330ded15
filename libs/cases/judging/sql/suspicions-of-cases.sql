-- The contradictions known of these cases.
--
-- $1  case_refs  bytea[], each once; one after the other, see facts-of-cases
select known.case_ref, known.suspicion
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select suspicion.* from suspicion where suspicion.case_ref = wanted.case_ref offset 0
) as known;
