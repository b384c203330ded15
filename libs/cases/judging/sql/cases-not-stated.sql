-- Some cases with evaluations that an older version wrote, which do not say what they would become.
--
-- $1  at_most  integer
--
-- Takes no lock: the caller locks the cases and reads them again.
select distinct stated.case_ref
from (
  select due.case_ref
  from due
  where due.as_known = 4
  order by due.case_ref
  limit $1
) as stated;
