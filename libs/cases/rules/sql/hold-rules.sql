-- Holds the documents as they are until the end of the transaction, which judges cases. Any number of transactions hold them at once.
-- The transaction that changes documents waits for them, and those that come after it wait for that one.
--
-- $1  key  bigint, the same everywhere
--
-- It comes before any lock on a case, in every transaction, so two of them never wait for each other.
select pg_advisory_xact_lock_shared($1::bigint);
