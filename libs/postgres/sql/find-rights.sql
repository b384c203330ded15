-- What the role that runs this may do beyond what a process needs, and how its connection reaches the server.
--
-- $1  insert_only    text[], tables whose rows are only added; one that does not exist is left out
--
-- Returns one row. Behind a pooler the connection is that of the pooler. A connection by a socket file has no addresses, and one of
-- the server's own machine has equal ones.
select
  pg_roles.rolname::text as role,
  pg_roles.rolsuper as is_superuser,
  pg_roles.rolbypassrls as bypasses_rows,
  exists (
    select
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p')
      and pg_has_role(current_user, pg_class.relowner, 'member')
  ) as owns_tables,
  array(
    select pg_class.relname::text
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p')
      and pg_class.relname = any ($1::text[])
      and (
        has_any_column_privilege(current_user, pg_class.oid, 'update')
        or has_table_privilege(current_user, pg_class.oid, 'delete, truncate')
      )
    order by pg_class.relname
  ) as rewritable,
  coalesce((select pg_stat_ssl.ssl from pg_stat_ssl where pg_stat_ssl.pid = pg_backend_pid()), false) as is_encrypted,
  coalesce(not (inet_client_addr() << inet '127.0.0.0/8' or inet_client_addr() in ('::1', inet_server_addr())), false) as is_remote
from pg_roles
where pg_roles.rolname = current_user;
