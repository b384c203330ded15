-- All facts of these cases, withdrawn ones included.
--
-- $1  case_refs  bytea[], each once
--
-- The lateral join reads one case after the other through the index, here and in every query by case. PostgreSQL keeps plans:
-- a plan made while the table was empty would scan the whole table. `offset 0` keeps it from turning the query into a join.
select
  known.case_ref, known.part, known.fact_id, known.feed, known.kind, known.happened_at, known.recorded_at, known.withdraws,
  known.origin, known.body
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select
    fact.case_ref, fact.part, fact.fact_id, fact.feed, fact.kind, fact.happened_at, fact.recorded_at, fact.withdraws,
    fact.origin, fact.body
  from fact
  where fact.case_ref = wanted.case_ref
  offset 0
) as known;
