-- Takes the next delivery of a subscription for one attempt: the first that waits, if it is due and no process is sending it. Later ones wait behind it.
--
-- $1  subscription  text
-- $2  now           timestamptz
-- $3  leased_until  timestamptz, later than the attempt can end
--
-- Returns one row or none. Two callers at once: the second waits for the row of the first and finds it leased.
update webhook_delivery
set attempts = webhook_delivery.attempts + 1, attempted_at = $2, leased_until = $3
from webhook_message
where webhook_message.number = webhook_delivery.message
  and webhook_delivery.subscription = $1
  and webhook_delivery.state = 1
  and webhook_delivery.due_at <= $2
  and webhook_delivery.leased_until <= $2
  and webhook_delivery.message = (
    select min(first.message) from webhook_delivery as first where first.subscription = $1 and first.state = 1
  )
returning webhook_delivery.message, webhook_delivery.attempts, webhook_message.id, webhook_message.type, webhook_message.subject,
  webhook_message.data, webhook_message.at;
