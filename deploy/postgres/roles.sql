-- Creates the two roles of one database and gives it to the first of them. Run it as an administrator, in that database:
--
--   psql -d cx_delivery -v migrator=cx_delivery_owner -v service=cx_delivery -f deploy/postgres/roles.sql
--
-- migrator  owns the database and its tables. Only main.js migrate logs in as it: it creates and alters the tables.
-- service   is the role of the running process. It can neither create nor alter anything. `main.js migrate` grants it what it needs
--           in each table (docs/postgresql.md).
--
-- The file may be run again at any time. Tables that another role owns, such as the role that migrated and served before, are given to
-- the migrator. Passwords are not set here: use \password of psql, certificates, or what the provider offers.
--
-- The administrator is a superuser, or has CREATEDB and CREATEROLE and owns the database. It then becomes a member of the migrator.
select set_config('cx.migrator', :'migrator', false), set_config('cx.service', :'service', false);

do $$
declare
  migrator constant text := current_setting('cx.migrator');
  service constant text := current_setting('cx.service');
  of_database constant text := current_database();
  role_name text;
  object record;
begin
  if migrator = service then
    raise exception 'the migrator and the service need two roles, and both are %', service;
  end if;

  foreach role_name in array array[migrator, service] loop
    if not exists (select from pg_roles where pg_roles.rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
    if exists (
      select from pg_roles
      where pg_roles.rolname = role_name
        and (pg_roles.rolsuper or pg_roles.rolcreaterole or pg_roles.rolcreatedb or pg_roles.rolreplication or pg_roles.rolbypassrls)
    ) then
      raise exception 'the role % has rights over the whole server: take another role, or alter it', role_name;
    end if;
  end loop;
  if pg_has_role(service, migrator, 'member') then
    raise exception 'the role % is a member of %, so it may do everything that the owner of the tables may do', service, migrator;
  end if;
  if not (select pg_roles.rolsuper from pg_roles where pg_roles.rolname = current_user) then
    execute format('grant %I to %I', migrator, current_user);
  end if;

  execute format('alter database %I owner to %I', of_database, migrator);
  execute format('revoke all on database %I from public', of_database);
  execute format('grant connect on database %I to %I', of_database, service);
  -- Databases that began on PostgreSQL 14 or older have a schema in which every role may create tables.
  if (select pg_get_userbyid(pg_namespace.nspowner) from pg_namespace where pg_namespace.nspname = 'public') <> 'pg_database_owner' then
    alter schema public owner to pg_database_owner;
  end if;
  revoke create on schema public from public;

  for object in
    select case pg_class.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end as kind, pg_class.oid::regclass::text as name
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p', 'v', 'S')
      and pg_get_userbyid(pg_class.relowner) <> migrator
      -- A sequence of a column follows its table; what an extension made stays with the extension.
      and not exists (
        select from pg_depend
        where pg_depend.classid = 'pg_class'::regclass and pg_depend.objid = pg_class.oid and pg_depend.deptype in ('a', 'i', 'e')
          and pg_depend.refclassid in ('pg_class'::regclass, 'pg_extension'::regclass)
      )
    union all
    select 'function', pg_proc.oid::regprocedure::text
    from pg_proc
    where pg_proc.pronamespace = 'public'::regnamespace
      and pg_get_userbyid(pg_proc.proowner) <> migrator
      and not exists (
        select from pg_depend
        where pg_depend.classid = 'pg_proc'::regclass and pg_depend.objid = pg_proc.oid and pg_depend.deptype = 'e'
      )
  loop
    execute format('alter %s %s owner to %I', object.kind, object.name, migrator);
  end loop;
end
$$;
