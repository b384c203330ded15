-- Forgets what an ended epoch left in quarantine: it never happened.
--
-- $1  shard_id  integer
-- $2  epoch     integer
update quarantine
set redriven_at = clock_timestamp()
where quarantine.shard_id = $1
  and quarantine.epoch = $2
  and quarantine.redriven_at is null;
