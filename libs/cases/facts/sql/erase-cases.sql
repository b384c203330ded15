-- Erases cases that the caller has locked; see the migration. A case that was erased before loses what has arrived since.
--
-- $1  case_refs  bytea[], each once
-- $2  commanded  boolean; false: their facts had been kept long enough
--
-- Returns for each case how many facts are gone, and how many versions of verdicts stay.
select erased.case_ref, erased.facts, erased.verdicts
from erase_cases($1::bytea[], $2) as erased;
