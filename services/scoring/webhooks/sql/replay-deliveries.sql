-- Lets messages be sent to a subscription again at once, as if they had just been planned: one, or that one and every later one, as far as the
-- subscription takes their types. Messages that no one has planned yet come anyway.
--
-- $1  subscription  text
-- $2  message       bigint, its number
-- $3  and_later     boolean
-- $4  types         text[], of the subscription
-- $5  now           timestamptz
--
-- Returns the numbers of the messages. Two callers at once: the second waits, and says the same again. An attempt that runs meanwhile records nothing.
insert into webhook_delivery (subscription, message, due_at)
select $1, webhook_message.number, $5
from webhook_message
where (webhook_message.number = $2 or ($3 and webhook_message.number > $2))
  and (webhook_message.type = any ($4) or webhook_message.subscription = $1)
  and webhook_message.planned_at is not null
order by webhook_message.number
on conflict (subscription, message) do update
set state = 1, attempts = 0, due_at = excluded.due_at, failure = '', status = null
returning webhook_delivery.message;
