-- Removes inconsistencies that a correction has resolved, of cases that the caller has locked.
--
-- $1  case_refs        bytea[]
-- $2  inconsistencies  text[]
delete from inconsistency
using unnest($1::bytea[], $2::text[]) as resolved (case_ref, inconsistency)
where inconsistency.case_ref = resolved.case_ref
  and inconsistency.inconsistency = resolved.inconsistency;
