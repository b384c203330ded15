-- The facts of one kind about these cases, and every withdrawal about them. The caller finds out which of the facts still stand;
-- a join that does it here would read the whole table.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
-- $2  kind       text
--
-- Takes no lock.
select opener.case_ref, opener.feed, opener.fact_id, opener.withdraws
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select fact.*
  from fact
  where fact.case_ref = wanted.case_ref
    and (fact.kind = $2 or fact.withdraws is not null)
  offset 0
) as opener;
