-- Waits until no other process migrates this database, and keeps others out until the transaction ends.
--
-- $1  bigint, the number that every program of this product uses
--
-- Two callers at once: the second waits, up to its lock timeout.
select pg_advisory_xact_lock($1::bigint);
