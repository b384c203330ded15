-- 0002: people who read the counts and indexes of one department with tools of their own.
--
-- A reader is a role of the database that logs in. The table says which departments it may see; the role itself can neither read nor
-- change it. What a reader sees is decided by the name that it logged in with (session_user), which no statement of a reader changes:
-- a setting or SET ROLE has no effect on it.
create table reader (
  role_name  text not null,                         -- the login role, "bi_delivery"
  department text not null,                         -- "delivery"

  primary key (role_name, department)
);

create function readable_departments() returns text[]
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select coalesce(array_agg(reader.department), '{}') from reader where reader.role_name = session_user;
end;

-- The owner of the tables is not bound by row-level security. The service has a policy of its own for each table, see privileges.sql.
alter table shard enable row level security;
alter table cell enable row level security;
alter table cell_count enable row level security;

-- The current counts of the departments that a reader may see: one row for each cell.
create view department_count with (security_invoker = true, security_barrier = true) as
select
  shard.source as department,
  cell.metric,
  cell.definition,
  cell.unit,
  cell.day,
  cell.class,
  cell.reason,
  cell.responsible,
  cell.origin,
  sum(cell_count.hits - cell_count.retracted_hits)::bigint as hits,
  sum(cell_count.misses - cell_count.retracted_misses)::bigint as misses
from shard
join cell using (shard_id)
join cell_count using (shard_id, cell_id)
where shard.carries = 'observations'
group by shard.source, cell.metric, cell.definition, cell.unit, cell.day, cell.class, cell.reason, cell.responsible, cell.origin;
