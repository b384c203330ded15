-- Lets one process at a time append to the audit log, until the end of its transaction.
--
-- $1  number of the lock  bigint
--
-- Two callers at once: the second waits for the first.
select pg_advisory_xact_lock($1);
