-- Stores inconsistencies between facts, of cases that the caller has locked.
--
-- $1  case_refs        bytea[]
-- $2  inconsistencies  text[]
insert into inconsistency (case_ref, inconsistency)
select incoming.case_ref, incoming.inconsistency
from unnest($1::bytea[], $2::text[]) as incoming (case_ref, inconsistency);
