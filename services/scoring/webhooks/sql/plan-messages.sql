-- Plans messages that no one has planned: each gets a delivery for each subscription that takes its type, a ping for the one that it names. A message
-- that none takes is planned without one. Returns nothing; the count of rows is that of new deliveries.
--
-- $1  subscriptions  text[]
-- $2  types          text[], of the subscription at the same place; a subscription stands once for each of its types
-- $3  now            timestamptz
--
-- Two callers at once: the second waits for the rows of the first, and finds them planned. So messages are planned in the order of their numbers, as far
-- as they are committed.
with to_plan as (
  select webhook_message.number
  from webhook_message
  where webhook_message.planned_at is null
  order by webhook_message.number
  limit 1000
  for update
), planned as (
  update webhook_message
  set planned_at = $3
  from to_plan
  where webhook_message.number = to_plan.number
    and webhook_message.planned_at is null
  returning webhook_message.number, webhook_message.type, webhook_message.subscription
), wanted as (
  select * from unnest($1::text[], $2::text[]) as wanted (subscription, type)
)
insert into webhook_delivery (subscription, message, due_at)
select wanted.subscription, planned.number, $3
from planned
join wanted on wanted.type = planned.type
union all
select planned.subscription, planned.number, $3
from planned
where planned.subscription is not null;
