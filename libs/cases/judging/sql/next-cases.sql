-- The next cases in key order, without those that are erased: nothing is known any more by which they could be judged again.
--
-- $1  after    bytea, null from the first one
-- $2  at_most  integer
select case_file.case_ref
from case_file
where ($1::bytea is null or case_file.case_ref > $1)
  and not exists (select from erased_case where erased_case.case_ref = case_file.case_ref)
order by case_file.case_ref
limit $2;
