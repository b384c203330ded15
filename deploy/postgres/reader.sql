-- Lets one login role read the counts and indexes of one department. Run it as an administrator in the database of scoring, after
-- main.js migrate; once for each department that the role may see:
--
--   psql -d cx_scoring -v readers=cx_reader -v reader=bi_delivery -v department=delivery -f deploy/postgres/reader.sql
--
-- The departments belong to the role that logs in. The reader can neither see nor change them. To take a department away, delete the row
-- of the table reader; drop the role to take all away. The role is created without a password: use \password of psql.
select set_config('cx.readers', :'readers', false), set_config('cx.reader', :'reader', false);

do $$
declare
  readers constant text := current_setting('cx.readers');
  reader constant text := current_setting('cx.reader');
begin
  if not exists (select from pg_roles where pg_roles.rolname = reader) then
    execute format('create role %I login connection limit 5', reader);
  end if;
  if exists (
    select from pg_roles where pg_roles.rolname = reader and (pg_roles.rolsuper or pg_roles.rolbypassrls or pg_roles.rolcreaterole)
  ) then
    raise exception 'row-level security does not bind the role %: take another role, or alter it', reader;
  end if;
  execute format('grant %I to %I', readers, reader);
end
$$;

insert into reader (role_name, department) values (:'reader', :'department') on conflict do nothing;
