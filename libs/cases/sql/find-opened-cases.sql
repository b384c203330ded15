-- Which of these cases a fact of one kind stands for: the orders that were placed, and not taken back since.
--
-- $1  case_refs  bytea[]
-- $2  kind       text
--
-- Returns their refs. Takes no lock.
select distinct fact.case_ref
from fact
where fact.case_ref = any ($1::bytea[])
  and fact.kind = $2
  and not exists (
    select from fact as withdrawal
    where withdrawal.case_ref = fact.case_ref
      and withdrawal.feed = fact.feed
      and withdrawal.withdraws = fact.fact_id
  );
