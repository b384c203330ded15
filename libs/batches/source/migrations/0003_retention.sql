-- 0003: deleting old batches is a function with a check of its own.
--
-- A process may add batches and may not change or delete one. The function runs with the rights of the owner of the tables. It deletes
-- only what every reader acknowledged at least 35 days ago, whatever the process asks. A process can neither write nor date the notes
-- that the function goes by.
--
-- The time since all readers acknowledged a batch decides, not the age of the batch: a reader that applied it late and is
-- restored from yesterday's backup asks for it again. Batches that a newer reader still lacks are kept, and a shard without any
-- acknowledgement keeps everything. Documents are never deleted: they are few, and a department that is new needs all of them.
create function delete_acknowledged_batches(kept interval) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  deleted bigint;
begin
  if kept is null or kept < interval '35 days' then
    raise exception 'acknowledged batches are kept for 35 days, and % is less', kept;
  end if;

  with noted as (
    insert into acknowledged_by_all (carries, shard, noted_at, epoch, number)
    select distinct on (acknowledged.carries, acknowledged.shard)
      acknowledged.carries, acknowledged.shard, clock_timestamp(), acknowledged.epoch, acknowledged.number
    from acknowledged
    join own_shard using (carries, shard)
    where own_shard.server_started_at = pg_postmaster_start_time() -- after a restart begin-epoch has to come first
    order by acknowledged.carries, acknowledged.shard, acknowledged.epoch, acknowledged.number
    returning *
  ), expired as (
    select distinct on (acknowledged_by_all.carries, acknowledged_by_all.shard) acknowledged_by_all.*
    from acknowledged_by_all
    where acknowledged_by_all.noted_at < clock_timestamp() - kept
    order by acknowledged_by_all.carries, acknowledged_by_all.shard, acknowledged_by_all.noted_at desc
  ), older as (
    delete from acknowledged_by_all
    using expired
    where acknowledged_by_all.carries = expired.carries
      and acknowledged_by_all.shard = expired.shard
      and acknowledged_by_all.noted_at < expired.noted_at
  )
  delete from batch
  using expired
  join noted using (carries, shard)
  where batch.carries <> 'documents'
    and batch.carries = expired.carries
    and batch.shard = expired.shard
    and (batch.epoch, batch.number) <= (expired.epoch, expired.number)
    and (batch.epoch, batch.number) <= (noted.epoch, noted.number);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
