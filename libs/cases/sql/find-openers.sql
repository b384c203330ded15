-- The facts of one kind about some cases, and every withdrawal about them: which orders were placed, and not taken back since,
-- is for the caller to see. To find out here was a join over the whole table.
--
-- $1  case_refs  bytea[]
-- $2  kind       text
--
-- Takes no lock.
select fact.case_ref, fact.feed, fact.fact_id, fact.withdraws
from fact
where fact.case_ref = any ($1::bytea[])
  and (fact.kind = $2 or fact.withdraws is not null);
