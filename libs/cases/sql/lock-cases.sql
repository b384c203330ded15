-- Locks cases, in key order, until the end of the transaction.
--
-- $1  case_refs  bytea[]
--
-- Returns the cases. Two callers at once: the second waits, and then sees all that the first has written.
select case_file.case_ref, case_file.shard
from case_file
where case_file.case_ref = any ($1::bytea[])
order by case_file.case_ref
for update;
