-- One contest at a time is opened or decided, so that each knows all before it.
--
-- $1  bigint, the number that every one of them uses
--
-- Two callers at once: the second waits, up to its lock timeout, and its next statement sees what the first has added.
select pg_advisory_xact_lock($1::bigint);
