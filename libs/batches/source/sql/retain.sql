-- Deletes batches that every reader acknowledged at least the retention time ago, see migration 0003.
--
-- $1  retention  numeric, milliseconds, at least 35 days
--
-- Returns how many batches were deleted.
select delete_acknowledged_batches(make_interval(secs => $1 / 1000.0)) as deleted;
