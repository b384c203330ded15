-- How many deliveries of each subscription wait and are dead, and since when the first one waits: when its message was planned, or when it was replayed.
select webhook_delivery.subscription,
  count(*) filter (where webhook_delivery.state = 1) as waiting,
  count(*) filter (where webhook_delivery.state = 3) as dead,
  min(webhook_message.planned_at) filter (where webhook_delivery.state = 1) as oldest
from webhook_delivery
join webhook_message on webhook_message.number = webhook_delivery.message
where webhook_delivery.state <> 2
group by webhook_delivery.subscription;
