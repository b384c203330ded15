-- Adds the next entry of a department to the ledger of a period.
--
-- $1  period           text
-- $2  department       text
-- $3  kind             smallint, 2 reversal, 3 restatement
-- $4  adjustment       integer
-- $5  posting_period   text
-- $6  supersedes       integer
-- $7  version          integer
-- $8  content_sha256   bytea
-- $9  index_before_e4  bigint, or null
-- $10 index_after_e4   bigint, or null
-- $11 value_e4         bigint
-- $12 observations_l3  bigint
-- $13 observations_l4  bigint
-- $14 retracted        bigint
insert into adjustment_entry (
  period, department, number, kind, adjustment, posting_period, supersedes, version, content_sha256, index_before_e4, index_after_e4,
  value_e4, observations_l3, observations_l4, retracted)
select $1, $2, 1 + coalesce(max(earlier.number), 0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
from adjustment_entry as earlier
where earlier.period = $1
  and earlier.department = $2;
