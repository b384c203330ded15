-- Reads what a new connection leads to, and sets its time limits when it leads to one server process of its own. Statements are not
-- compiled there: a thousand look-ups by key seem expensive to PostgreSQL while it has no statistics, and compiling takes longer.
--
-- $1  process_id                  integer, the server process that answered the start of this connection
-- $2  statement_timeout           text, milliseconds
-- $3  lock_timeout                text, milliseconds
-- $4  idle_transaction_timeout    text, milliseconds
--
-- A pooler such as pgbouncer gives out a process id of its own. Then is_own is false, and nothing may be set: the next
-- transaction of this connection may run in another server process, and this one serves another client.
select
  own.is_own,
  current_setting('server_version_num')::integer as version,
  current_setting('server_encoding') as encoding,
  pg_is_in_recovery() as is_replica,
  current_setting('default_transaction_read_only')::boolean as is_read_only,
  case when own.is_own then set_config('statement_timeout', $2, false) end as statement_timeout,
  case when own.is_own then set_config('lock_timeout', $3, false) end as lock_timeout,
  case when own.is_own then set_config('idle_in_transaction_session_timeout', $4, false) end as idle_timeout,
  case when own.is_own then set_config('jit', 'off', false) end as jit
from (select pg_backend_pid() = $1::integer as is_own) as own;
