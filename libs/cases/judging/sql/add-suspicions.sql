-- Notes contradictions of cases the caller has locked.
--
-- $1  case_refs   bytea[]
-- $2  suspicions  text[]
insert into suspicion (case_ref, suspicion)
select incoming.case_ref, incoming.suspicion
from unnest($1::bytea[], $2::text[]) as incoming (case_ref, suspicion);
