-- Quarantined batches of a shard that can be retried, in order.
--
-- $1  shard_id  integer
-- $2  reasons   text[]
select quarantine.epoch, quarantine.number, quarantine.sha256, quarantine.bytes
from quarantine
where quarantine.shard_id = $1
  and quarantine.reason = any($2::text[])
  and quarantine.redriven_at is null
  and not quarantine.void
order by quarantine.epoch, quarantine.number;
