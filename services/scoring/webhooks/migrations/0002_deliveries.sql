-- 0002: deliveries, each message on its way to one subscription.
--
-- A message is planned once: then it has a row for each subscription of that moment that takes its type. Rows are changed by attempts only, and
-- both tables forget what is older than the retention.

alter table webhook_message
  add column subscription text,                  -- of a ping: to which it goes
  add column planned_at timestamptz;
alter table webhook_message
  drop constraint message_type_is_known,
  add constraint message_type_is_known check (type in (
    'cx.period.state_changed', 'cx.version.made', 'cx.version.approved', 'cx.version.approval_withdrawn', 'cx.period.held',
    'cx.period.released', 'cx.period.void_asked', 'cx.period.voided', 'cx.period.closed', 'cx.contest.opened', 'cx.contest.ruled',
    'cx.adjustment.proposed', 'cx.adjustment.approved', 'cx.adjustment.withdrawn', 'cx.adjustment.posted', 'cx.export.claimed', 'cx.ping')),
  add constraint only_a_ping_names_its_subscription check ((type = 'cx.ping') = (subscription is not null));

create index message_to_plan on webhook_message (number) where planned_at is null;
create index message_by_age on webhook_message (at);

create table webhook_delivery (
  subscription text        not null,
  message      bigint      not null references webhook_message on delete cascade,
  state        smallint    not null default 1,             -- 1 waiting, 2 delivered, 3 dead
  attempts     integer     not null default 0,             -- since it was planned or replayed
  due_at       timestamptz not null,                       -- not sent before
  leased_until timestamptz not null default '-infinity',   -- a process is sending it until then
  attempted_at timestamptz,
  failure      text        not null default '',            -- of the newest attempt; libs/webhooks/failures.ts
  status       integer,                                    -- of HTTP, of the newest attempt; null without an answer

  primary key (subscription, message),
  constraint delivery_state_is_known  check (state between 1 and 3),
  constraint attempts_from_zero       check (attempts >= 0),
  constraint delivered_has_no_failure check (state <> 2 or failure = ''),
  constraint dead_has_a_failure       check (state <> 3 or failure <> '')
);

create index delivery_waiting on webhook_delivery (subscription, message) where state = 1;
create index delivery_dead on webhook_delivery (subscription) where state = 3;
create index delivery_of_message on webhook_delivery (message);
