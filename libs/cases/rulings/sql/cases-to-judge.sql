-- Which of these cases this department has and has not erased.
--
-- $1  case_refs  bytea[], each once
select case_file.case_ref
from case_file
where case_file.case_ref = any ($1::bytea[])
  and not exists (select from erased_case where erased_case.case_ref = case_file.case_ref)
order by case_file.case_ref;
