-- Lets this transaction keep the versions of cases itself, see migration 0013.
--
-- Returns when the database server was started. A server that was restored was started anew, and its versions may come a second time.
select set_config('cx.keeps_versions', 'on', true), pg_postmaster_start_time()::text as incarnation;
