-- Holds the documents as they are until the end of the transaction, which judges cases. Any number of transactions hold them at once.
-- The transaction that changes documents waits for them, and those that come after it wait for that one.
--
-- $1  key  bigint, the same everywhere
--
-- It comes before any case is locked, in every transaction, so two of them never wait for each other. A case that the transaction has
-- opened before it is not seen by others.
select pg_advisory_xact_lock_shared($1::bigint);
