-- The next cases in key order, each with what decides whether its facts have been kept long enough.
--
-- $1  after    bytea, null from the first one
-- $2  at_most  integer
--
-- Returns when the newest fact of each was recorded, null when it has none, and whether an evaluation waits. Reads the facts of at most
-- that many cases, however many there are. Takes no lock: the caller locks a case and asks again.
select
  next.case_ref,
  (select max(fact.recorded_at) from fact where fact.case_ref = next.case_ref) as newest_at,
  exists (select from question where question.case_number = next.case_number) as waits
from (
  select case_file.case_ref, case_file.case_number
  from case_file
  where $1::bytea is null or case_file.case_ref > $1
  order by case_file.case_ref
  limit $2
) as next;
