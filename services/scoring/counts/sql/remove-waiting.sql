-- Removes waiting counts of a shard that have become 0.
--
-- $1  shard_id     integer
-- $2  metrics      text[]
-- $3  definitions  integer[]
-- $4  units        text[]
-- $5  days         date[]
delete from waiting
using unnest($2::text[], $3::integer[], $4::text[], $5::date[]) as gone (metric, definition, unit, day)
where waiting.shard_id = $1
  and waiting.metric = gone.metric
  and waiting.definition = gone.definition
  and waiting.unit = gone.unit
  and waiting.day = gone.day;
