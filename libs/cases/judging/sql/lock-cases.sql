-- Locks cases, in key order, until the end of the transaction.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
--
-- Returns the cases. Two callers at once: the second waits, and then sees everything that the first has written.
select locked.case_ref, locked.shard
from (select wanted.case_ref from unnest($1::bytea[]) as wanted (case_ref) order by wanted.case_ref) as wanted
cross join lateral (
  select case_file.case_ref, case_file.shard from case_file where case_file.case_ref = wanted.case_ref for update
) as locked;
