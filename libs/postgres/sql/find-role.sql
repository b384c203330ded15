-- Finds a role.
--
-- $1  role  text
--
-- Returns whether it is the role that asks, or one that has the rights of that role.
select pg_has_role(pg_roles.oid, current_user, 'usage') as is_own
from pg_roles
where pg_roles.rolname = $1;
