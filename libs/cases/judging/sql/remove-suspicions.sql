-- Drops contradictions that a correction has resolved, of cases the caller has locked.
--
-- $1  case_refs   bytea[]
-- $2  suspicions  text[]
delete from suspicion
using unnest($1::bytea[], $2::text[]) as resolved (case_ref, suspicion)
where suspicion.case_ref = resolved.case_ref
  and suspicion.suspicion = resolved.suspicion;
