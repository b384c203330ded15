-- 0002: the indexes of a department in the snapshots, for readers with tools of their own.
--
-- One snapshot holds all departments, so no policy on its rows can part them. The view has the rights of its owner and shows of each
-- snapshot the departments that the reader may see (readable_departments, a migration of the counts). Numbers are as in the snapshot:
-- index, lower and upper in ten-thousandths of a point.
create view department_index with (security_barrier = true) as
select
  snapshot.period,
  snapshot.version,
  input ->> 'department' as department,
  input as figures,
  snapshot.created_at
from snapshot
cross join lateral jsonb_array_elements(convert_from(snapshot.content, 'UTF8')::jsonb -> 'inputs') as input
where input ->> 'department' = any (readable_departments());
