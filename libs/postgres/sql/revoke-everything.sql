-- Takes every privilege on the tables and functions of the role that runs this from the other roles, before they get those that they
-- need. What belongs to another role, such as the view of an extension, is left as it is.
--
-- Runs only in the transaction that grants them again.
do $$
declare
  object record;
begin
  for object in
    select case pg_class.relkind when 'S' then 'sequence' else 'table' end as kind, pg_class.oid::regclass::text as name
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p', 'v', 'm', 'S')
      and pg_class.relowner = current_user::regrole
    union all
    select 'function', pg_proc.oid::regprocedure::text
    from pg_proc
    where pg_proc.pronamespace = 'public'::regnamespace
      and pg_proc.proowner = current_user::regrole
  loop
    execute format('revoke all on %s %s from public, %I, %I', object.kind, object.name, :'service', :'readers');
  end loop;
end
$$;
grant usage on schema public to :"service", :"readers";
grant select on migration to :"service";
