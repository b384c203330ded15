-- Lets this transaction keep the versions of cases itself, see migration 0013.
--
-- Its statements are about a handful or about thousands of cases, and their plan is the same: each row is found through an index. So
-- PostgreSQL keeps the first plan and does not make one for each call, which took a third of its time for one fact. Without scans of whole tables a plan that
-- was made for an empty table is right for a full one. Statements that read much are not asked in these transactions.
--
-- Returns when the database server was started. A server that was restored was started anew, and its versions may come a second time.
select
  set_config('cx.keeps_versions', 'on', true),
  set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('enable_seqscan', 'off', true),
  pg_postmaster_start_time()::text as incarnation;
