-- Believes again what was taken back and happened after all; stand-in takes it in.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  through   bigint
update void_fact
set voided_at = null
where void_fact.shard_id = $1 and void_fact.epoch = $2 and void_fact.number <= $3 and void_fact.voided_at is not null;
