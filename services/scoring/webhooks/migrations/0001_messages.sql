-- 0001: messages, what subscribers of webhooks get: one row for each change of a period, written in the transaction of the change.
--
-- Triggers write them, so no command can forget one, a change that is rolled back leaves none, and SQL without the service leaves one as well. A
-- message names things and states no figure: the receiver asks for the rest by gRPC or REST, under the access rules of every caller.

create table webhook_message (
  number  bigint      not null generated always as identity primary key,
  id      uuid        not null default gen_random_uuid(),  -- a number would be used again after a restore, and receivers know an id for ever
  type    text        not null,                            -- libs/domain/webhook-message.ts
  subject text        not null,                            -- a resource name: periods/2018-07/snapshots/3
  data    jsonb       not null,
  at      timestamptz not null,

  constraint message_id_is_used_once unique (id),
  constraint message_type_is_known check (type in (
    'cx.period.state_changed', 'cx.version.made', 'cx.version.approved', 'cx.version.approval_withdrawn', 'cx.period.held',
    'cx.period.released', 'cx.period.void_asked', 'cx.period.voided', 'cx.period.closed', 'cx.contest.opened', 'cx.contest.ruled',
    'cx.adjustment.proposed', 'cx.adjustment.approved', 'cx.adjustment.withdrawn', 'cx.adjustment.posted', 'cx.export.claimed')),
  constraint message_has_a_subject check (subject <> ''),
  constraint message_data_is_an_object check (jsonb_typeof(data) = 'object')
);

-- The states in which scoring has seen a period, in order. A state follows from the clock as well, so no command writes it: a timer compares. Rows
-- are only added; two processes at once add one.
create table period_state (
  period text        not null,
  number integer     not null,
  state  text        not null,                             -- services/scoring/periods/life/period-state.ts
  at     timestamptz not null,

  primary key (period, number),
  constraint seen_state_from_one check (number >= 1)
);

create function message_of_state() returns trigger language plpgsql as $$
declare
  before text := (select state from period_state where period = new.period and number = new.number - 1);
begin
  -- A period that has begun long ago when it is first seen has not changed.
  if before is not null or new.state in ('ANNOUNCED', 'OPEN') then
    insert into webhook_message (type, subject, data, at)
    values ('cx.period.state_changed', 'periods/' || new.period,
      jsonb_build_object('period', 'periods/' || new.period, 'state', new.state, 'previous_state', coalesce(before, '')), new.at);
  end if;
  return null;
end
$$;

create trigger state_leaves_a_message
after insert on period_state
for each row execute function message_of_state();

-- The step that closes leaves the message of a closed version, and the step that posts that of a restated one.
create function message_of_version() returns trigger language plpgsql as $$
declare
  name text := 'periods/' || new.period || '/snapshots/' || new.version;
begin
  if convert_from(new.content, 'UTF8')::jsonb ->> 'state' = 'PROVISIONAL' then
    insert into webhook_message (type, subject, data, at)
    values ('cx.version.made', name, jsonb_build_object(
      'period', 'periods/' || new.period, 'version', name, 'content_sha256', encode(new.content_sha256, 'hex')), new.created_at);
  end if;
  return null;
end
$$;

create trigger version_leaves_a_message
after insert on snapshot
for each row execute function message_of_version();

create function message_of_step() returns trigger language plpgsql as $$
declare
  name text := 'periods/' || new.period;
begin
  insert into webhook_message (type, subject, data, at)
  values (
    case new.kind
      when 1 then 'cx.version.approved'
      when 2 then 'cx.version.approval_withdrawn'
      when 3 then 'cx.period.held'
      when 4 then 'cx.period.released'
      when 5 then 'cx.period.void_asked'
      when 6 then 'cx.period.voided'
      when 7 then 'cx.period.closed'
    end,
    case when new.version is null then name else name || '/snapshots/' || new.version end,
    jsonb_strip_nulls(jsonb_build_object(
      'period', name, 'version', name || '/snapshots/' || new.version, 'content_sha256', encode(new.content_sha256, 'hex'),
      'department', 'departments/' || new.department)),
    new.at);
  return null;
end
$$;

create trigger step_leaves_a_message
after insert on period_event
for each row execute function message_of_step();

create function message_of_contest() returns trigger language plpgsql as $$
begin
  insert into webhook_message (type, subject, data, at)
  values ('cx.contest.opened', 'departments/' || new.department || '/contests/' || new.number,
    jsonb_build_object('contest', 'departments/' || new.department || '/contests/' || new.number), new.opened_at);
  return null;
end
$$;

create trigger contest_leaves_a_message
after insert on contest
for each row execute function message_of_contest();

create function message_of_ruling() returns trigger language plpgsql as $$
declare
  name text := (
    select 'departments/' || decision.department || '/contests/' || decision.contest from decision where decision.number = new.decision);
begin
  insert into webhook_message (type, subject, data, at)
  values ('cx.contest.ruled', name, jsonb_build_object('contest', name), new.ruled_at);
  return null;
end
$$;

create trigger ruling_leaves_a_message
after insert on ruling
for each row execute function message_of_ruling();

create function message_of_adjustment() returns trigger language plpgsql as $$
declare
  name text := 'periods/' || new.period || '/adjustments/' || new.number;
begin
  insert into webhook_message (type, subject, data, at)
  values ('cx.adjustment.proposed', name, jsonb_build_object(
    'period', 'periods/' || new.period, 'adjustment', name, 'content_sha256', encode(new.content_sha256, 'hex')), new.proposed_at);
  return null;
end
$$;

create trigger adjustment_leaves_a_message
after insert on adjustment
for each row execute function message_of_adjustment();

create function message_of_adjustment_step() returns trigger language plpgsql as $$
declare
  name text := 'periods/' || new.period || '/adjustments/' || new.adjustment;
begin
  insert into webhook_message (type, subject, data, at)
  values (
    case new.kind when 1 then 'cx.adjustment.approved' when 2 then 'cx.adjustment.withdrawn' when 3 then 'cx.adjustment.posted' end,
    name,
    jsonb_strip_nulls(jsonb_build_object(
      'period', 'periods/' || new.period, 'adjustment', name, 'content_sha256', encode(new.content_sha256, 'hex'),
      'version', 'periods/' || new.period || '/snapshots/' || new.version, 'posting_period', 'periods/' || new.posting_period)),
    new.at);
  return null;
end
$$;

create trigger adjustment_step_leaves_a_message
after insert on adjustment_event
for each row execute function message_of_adjustment_step();

-- One claim has a row for each department.
create function message_of_claims() returns trigger language plpgsql as $$
begin
  insert into webhook_message (type, subject, data, at)
  select 'cx.export.claimed', 'periods/' || claimed.period || '/snapshots/' || claimed.version,
    jsonb_build_object(
      'period', 'periods/' || claimed.period, 'version', 'periods/' || claimed.period || '/snapshots/' || claimed.version,
      'purpose', case claimed.purpose when 1 then 'RESULT' when 2 then 'WEIGHT' when 3 then 'PAY' when 4 then 'CORRECTION' end),
    max(claimed.claimed_at)
  from claimed
  group by claimed.request_id, claimed.period, claimed.version, claimed.purpose;
  return null;
end
$$;

create trigger claims_leave_a_message
after insert on export_claim
referencing new table as claimed
for each statement execute function message_of_claims();
