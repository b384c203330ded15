-- What a request has proposed, or which step of an adjustment it has taken.
--
-- $1  request_id  uuid
select adjustment.period, adjustment.number as adjustment, adjustment.request_sha256
from adjustment
where adjustment.request_id = $1
union all
select adjustment_event.period, adjustment_event.adjustment, adjustment_event.request_sha256
from adjustment_event
where adjustment_event.request_id = $1;
