-- 0002: every start of the database server begins a new epoch of every shard.
--
-- A server that was restored from a backup, or promoted, cannot tell by itself that others know more than it does. So it does
-- not try: whenever it was started, the shard begins anew and names the batch it continues. After a plain restart that
-- is the last one and nothing changes; after a restore readers take back what lies beyond it.

alter table own_shard
  drop column system_id,
  drop column timeline,
  add column life timestamptz not null default '-infinity', -- start of the server that sealed last
  add column continues_epoch integer not null default 0,    -- of later epochs: where the batch stands that survived; 0: none did
  add column published_epoch integer not null default 0;    -- with published_number: given to Kafka through here; a hint
