-- Takes back what another department told in an epoch beyond the last batch that survived.
--
-- $1  shard_id  integer
-- $2  epoch     integer
-- $3  through   bigint
--
-- Returns the cases and kinds it concerned.
with ghost as (
  delete from fact
  where fact.shard_id = $1 and fact.epoch = $2 and fact.number > $3
  returning *
), kept as (
  insert into void_fact
  select ghost.*, clock_timestamp() from ghost
  on conflict do nothing
), spare as (
  update void_fact
  set voided_at = clock_timestamp()
  where void_fact.shard_id = $1 and void_fact.epoch = $2 and void_fact.number > $3 and void_fact.voided_at is null
)
select ghost.case_ref, ghost.kind from ghost;
