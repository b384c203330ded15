-- What scoring may do with its counts. An archived batch is only added and may be marked as voided; its bytes never change.
grant select, insert on batch_archive, cell, cell_count, feed_state, waiting to :"service";
grant delete on feed_state, waiting to :"service";
grant update (cases, waits_for) on waiting to :"service";

grant update (void) on batch_archive to :"service";
grant update (hits, misses, retracted_hits, retracted_misses) on cell_count to :"service";

-- readers
grant select (shard_id, source, carries, shard) on shard to :"readers";
grant select on cell, cell_count, department_count to :"readers";
grant execute on function readable_departments() to :"readers";
-- end of readers

-- Row-level security. A policy that is there already is left alone, because replacing it would wait for every running transaction.
do $$
declare
  policy record;
begin
  for policy in
    select wanted.*
    from (values
      ('shard', 'service_sees_all', :'service', 'true'),
      ('cell', 'service_sees_all', :'service', 'true'),
      ('cell_count', 'service_sees_all', :'service', 'true'),
      ('shard', 'reader_sees_own_departments', :'readers', 'source = any ((select readable_departments())::text[])'),
      ('cell', 'reader_sees_own_departments', :'readers', 'shard_id in (select shard.shard_id from shard)'),
      ('cell_count', 'reader_sees_own_departments', :'readers', 'shard_id in (select shard.shard_id from shard)')
    ) as wanted (on_table, name, role_name, condition)
    where (wanted.name = 'service_sees_all' or wanted.role_name <> :'service')
      and not exists (
        select from pg_policies
        where pg_policies.schemaname = 'public'
          and (pg_policies.tablename, pg_policies.policyname) = (wanted.on_table, wanted.name)
          and pg_policies.roles = array[wanted.role_name]::name[]
      )
  loop
    execute format('drop policy if exists %I on %I', policy.name, policy.on_table);
    if policy.name = 'service_sees_all' then
      execute format('create policy %I on %I to %I using (true) with check (true)', policy.name, policy.on_table, policy.role_name);
    else
      execute format('create policy %I on %I for select to %I using (%s)', policy.name, policy.on_table, policy.role_name, policy.condition);
    end if;
  end loop;
end
$$;
