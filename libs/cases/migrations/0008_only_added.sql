-- 0008: facts and cases cannot be changed by the process of the department, whatever it asks.
--
-- The process has a role of its own, which may add facts and may not change or delete one (privileges.sql). It deletes by one function,
-- which runs with the rights of the owner of the tables. The function takes milestones only, and keeps each as a spare copy.

-- Voids the milestones of an epoch of another department that lie after the last batch that survived. Returns the cases and kinds of
-- the milestones that counted until now.
create function void_milestones(of_shard integer, of_epoch integer, through bigint)
returns table (case_ref bytea, kind text)
language sql security definer set search_path = public, pg_temp as $$
  with voided as (
    delete from fact
    where fact.batch_shard_id = of_shard and fact.batch_epoch = of_epoch and fact.batch_number > through
    returning *
  ), kept as (
    insert into spare_milestone (case_ref, part, feed, fact_id, kind, happened_at, recorded_at, withdraws, origin, body, body_sha256,
      batch_shard_id, batch_epoch, batch_number, voided_at)
    select
      voided.case_ref, voided.part, voided.feed, voided.fact_id, voided.kind, voided.happened_at, voided.recorded_at,
      voided.withdraws, voided.origin, voided.body, voided.body_sha256,
      voided.batch_shard_id, voided.batch_epoch, voided.batch_number, clock_timestamp()
    from voided
    on conflict do nothing
  ), spare as (
    update spare_milestone
    set voided_at = clock_timestamp()
    where spare_milestone.batch_shard_id = of_shard
      and spare_milestone.batch_epoch = of_epoch
      and spare_milestone.batch_number > through
      and spare_milestone.voided_at is null
  )
  select voided.case_ref, voided.kind from voided;
$$;

-- A transaction that locks a row needs the right to update it. These rows are locked and never change.
create function refuse_change_of_a_key() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % never changes', tg_table_name;
end
$$;

create trigger case_file_never_changes
before update on case_file
for each row execute function refuse_change_of_a_key();

create trigger member_never_changes
before update on member
for each row execute function refuse_change_of_a_key();
