-- The adjustments of a period, in order.
--
-- $1  period  text
select number, reason_code, reason, is_extra, supersedes, content, content_sha256, proposed_by, proposed_at
from adjustment
where period = $1
order by number;
