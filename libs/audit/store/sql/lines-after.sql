-- The lines of the audit log behind a position, oldest first: what the check of the chain reads.
--
-- $1  position  bigint, 0 for all
-- $2  limit     integer
--
-- Any number of callers at once; each sees what was committed.
select audit.position, audit.previous_hash, audit.hash, audit.line
from audit
where audit.position > $1
order by audit.position
limit $2;
