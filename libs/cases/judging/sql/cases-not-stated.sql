-- Some cases with evaluations that an older version wrote, which do not say what they would become.
--
-- $1  at_most  integer
--
-- Takes no lock: the caller locks the cases and reads them again.
select case_file.case_ref
from (
  select distinct stated.case_number
  from (
    select question.case_number
    from question
    where question.as_known = 4
    order by question.case_number
    limit $1
  ) as stated
) as stated
join case_file using (case_number);
