-- The facts of one kind about some cases, and every withdrawal about them: which orders were placed, and not taken back since,
-- is for the caller to see. To find out here was a join over the whole table.
--
-- $1  case_refs  bytea[], each once; one after the other, see facts-of-cases
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
