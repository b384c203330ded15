-- Deliveries, newest message first, those of one message by subscription.
--
-- $1  subscription  text, null for all
-- $2  states        smallint[], null for all
-- $3  message       bigint, the page begins after this message
-- $4  after         text, and this subscription
-- $5  limit         integer
select webhook_delivery.subscription, webhook_delivery.message, webhook_delivery.state, webhook_delivery.attempts, webhook_delivery.due_at,
  webhook_delivery.attempted_at, webhook_delivery.failure, webhook_delivery.status, webhook_message.id, webhook_message.type,
  webhook_message.subject, webhook_message.at
from webhook_delivery
join webhook_message on webhook_message.number = webhook_delivery.message
where ($1::text is null or webhook_delivery.subscription = $1)
  and ($2::smallint[] is null or webhook_delivery.state = any ($2))
  and (webhook_delivery.message < $3 or (webhook_delivery.message = $3 and webhook_delivery.subscription > $4))
order by webhook_delivery.message desc, webhook_delivery.subscription
limit $5;
