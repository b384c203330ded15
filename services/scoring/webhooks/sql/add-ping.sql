-- Adds a message for one subscription alone.
--
-- $1  subscription  text
-- $2  now           timestamptz
insert into webhook_message (type, subject, data, at, subscription)
values ('cx.ping', 'webhooks/' || $1, jsonb_build_object('webhook', 'webhooks/' || $1), $2, $1)
returning webhook_message.number;
