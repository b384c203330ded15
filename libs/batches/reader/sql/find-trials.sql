-- Chunks that were being tried when a process ended.
select trial.shard_id, trial.size, trial.deaths from trial;
