-- The inconsistencies that are known of these cases.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
select known.case_ref, known.inconsistency
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select inconsistency.* from inconsistency where inconsistency.case_ref = wanted.case_ref offset 0
) as known;
