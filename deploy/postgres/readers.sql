-- Creates the group of the people who read scoring's counts and indexes of one department with tools of their own. Run it as an
-- administrator in the database of scoring, before main.js migrate, which grants the group what it may see:
--
--   psql -d cx_scoring -v readers=cx_reader -f deploy/postgres/readers.sql
--
-- The file may be run again at any time.
select set_config('cx.readers', :'readers', false);

do $$
declare
  readers constant text := current_setting('cx.readers');
begin
  if not exists (select from pg_roles where pg_roles.rolname = readers) then
    execute format('create role %I nologin', readers);
  end if;
  execute format('grant connect on database %I to %I', current_database(), readers);
end
$$;
