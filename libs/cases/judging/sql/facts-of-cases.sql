-- Everything ever told about these cases, what was taken back included.
--
-- $1  case_refs  bytea[], each once
--
-- One case after the other through the index, here and wherever cases are read: a plan that was made while the table was empty
-- and is kept would read all of it otherwise. `offset 0` keeps PostgreSQL from turning it into a join.
select
  told.case_ref, told.fact_id, told.feed, told.kind, told.happened_at, told.recorded_at, told.withdraws, told.origin, told.body
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select
    fact.case_ref, fact.fact_id, fact.feed, fact.kind, fact.happened_at, fact.recorded_at, fact.withdraws, fact.origin, fact.body
  from fact
  where fact.case_ref = wanted.case_ref
  offset 0
) as told;
