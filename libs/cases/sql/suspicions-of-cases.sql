-- The contradictions known of these cases.
--
-- $1  case_refs  bytea[]
select suspicion.case_ref, suspicion.suspicion
from suspicion
where suspicion.case_ref = any ($1::bytea[]);
