-- One publication at a time, so that each knows all versions before it. A lock of the table would need the right to change its rows.
--
-- $1  bigint, the number that every publication uses
--
-- Two callers at once: the second waits, up to its lock timeout, and its next statement sees what the first has published.
select pg_advisory_xact_lock($1::bigint);
