-- Waits until no transaction judges, and lets none judge until the end of this one.
--
-- $1  key  bigint, the same as in hold-rules
select pg_advisory_xact_lock($1::bigint);
