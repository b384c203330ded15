-- One page of the cases that were erased by command, in key order.
--
-- $1  after    bytea, null from the first one
-- $2  at_most  integer
select erased_case.case_ref, erased_case.erased_at
from erased_case
where erased_case.commanded
  and ($1::bytea is null or erased_case.case_ref > $1)
order by erased_case.case_ref
limit $2;
