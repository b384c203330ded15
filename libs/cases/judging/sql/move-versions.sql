-- Adds one to the version of cases that this transaction has locked and changed.
--
-- $1  places  text[], of the rows, as lock-cases returned them
--
-- It divides by zero where a row has another place, which is a mistake of the caller: COMMIT may be on its way, so the caller cannot count.
with moved as (
  update case_file
  set version = case_file.version + 1
  where case_file.ctid = any ($1::text[]::tid[])
  returning case_file.case_number
)
select 1 / (case when count(*) = cardinality($1::text[]) then 1 else 0 end) as moved
from moved;
