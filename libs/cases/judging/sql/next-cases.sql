-- The next cases in key order.
--
-- $1  after    bytea, null from the first one
-- $2  at_most  integer
select case_file.case_ref
from case_file
where $1::bytea is null or case_file.case_ref > $1
order by case_file.case_ref
limit $2;
