-- Forgets planned messages that happened before an instant, with their deliveries, whatever became of them.
--
-- $1  before  timestamptz
delete from webhook_message
where webhook_message.at < $1
  and webhook_message.planned_at < $1;
