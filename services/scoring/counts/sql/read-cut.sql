-- The progress of every observation shard of one source or of all: its newest epoch, and the batches of all its epochs.
--
-- $1  source  text, or null for all
select
  shard.source,
  shard.shard,
  shard_progress.shard_id,
  shard_progress.epoch,
  shard.version,
  shard_progress.applied_through,
  shard_progress.head_sha256,
  shard_progress.ahead,
  (select sum(one.batches)::bigint from shard_progress as one where one.shard_id = shard.shard_id) as batches,
  shard_progress.sealed_at,
  shard_progress.applied_at,
  shard_progress.state,
  (
    select count(*)
    from quarantine
    where quarantine.shard_id = shard.shard_id
      and quarantine.redriven_at is null
      and not quarantine.void
      and quarantine.reason not in ('FOREIGN', 'WRONG_SENDER') -- of another installation or shard: nothing of ours is missing
  ) as quarantined,
  (
    select coalesce(sum(
      greatest(ended.survives_through - ended.applied_through, 0) - (
        select coalesce(sum(greatest(least((ahead.range ->> 'hi')::bigint, ended.survives_through) - (ahead.range ->> 'lo')::bigint + 1, 0)), 0)
        from jsonb_array_elements(ended.ahead) as ahead (range)
      )
    ), 0)::bigint
    from shard_progress as ended
    where ended.shard_id = shard.shard_id and ended.survives_through is not null
  ) as left_behind
from shard
join shard_progress using (shard_id)
where shard.carries = 'observations'
  and ($1::text is null or shard.source = $1)
  and shard_progress.epoch = (select max(newest.epoch) from shard_progress as newest where newest.shard_id = shard.shard_id)
order by shard.source, shard.shard;
