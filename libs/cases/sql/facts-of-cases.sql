-- Everything ever told about these cases, what was taken back included.
--
-- $1  case_refs  bytea[]
select
  fact.case_ref, fact.fact_id, fact.feed, fact.kind, fact.happened_at, fact.recorded_at, fact.withdraws, fact.origin, fact.body
from fact
where fact.case_ref = any ($1::bytea[]);
