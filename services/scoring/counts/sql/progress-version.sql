-- Grows with every chunk that is applied anywhere.
select coalesce(sum(shard_progress.version), 0)::bigint as version from shard_progress;
