-- The entries of the ledger of a period, in the order in which they were added.
--
-- $1  period  text
select department, kind, adjustment, posting_period, supersedes, version, index_before_e4, index_after_e4, value_e4, observations_l3,
       observations_l4, retracted
from adjustment_entry
where period = $1
order by adjustment, department, number;
