-- 0003: the life of a period: what people did to it, one row for each step.
--
-- Rows are only added. The state of a period is no column: it follows from the clock, the documents and these rows. The triggers below know the
-- rules about people by themselves, so that SQL without the service cannot break them: maker, approvers and own department are kept apart, an
-- approval names the newest version, a close has its approvals, and nothing is added after a close or a void.

-- The caller who made a version, as proven. Versions that are older than this have none and cannot be approved.
alter table snapshot add column made_by text not null default '';

create table period_event (
  period         text        not null,
  number         integer     not null,
  kind           smallint    not null,           -- 1 approved, 2 withdrawn, 3 held, 4 released, 5 void asked, 6 voided, 7 closed
  request_id     uuid        not null,
  request_sha256 bytea       not null,           -- of the request, so that another one with the same id is refused
  at             timestamptz not null,
  by_person      text        not null,           -- the caller, as proven
  departments    text[]      not null,           -- of that caller, as proven
  reason         text        not null,
  role           smallint,                       -- of an approval: 1 HR, 2 finance
  version        integer,                        -- of an approval and a close: the snapshot
  content_sha256 bytea,                          -- its hash
  department     text,                           -- of a hold and a release
  accepts        text[]      not null,           -- of an approval: reasons against paying
  carved_out     integer[]   not null,           -- of an approval: contests
  withdraws      integer,                        -- of a withdrawal: the number of the approval

  primary key (period, number),
  constraint one_step_per_request      unique (request_id),
  constraint step_from_one             check (number >= 1),
  constraint step_is_known             check (kind between 1 and 7),
  constraint step_request_is_sha256    check (octet_length(request_sha256) = 32),
  constraint person_is_named           check (by_person <> ''),
  constraint approval_has_a_role       check ((kind = 1) = (role is not null) and role between 1 and 2),
  constraint step_names_what_it_signs  check ((kind in (1, 7)) = (version is not null) and (version is null) = (content_sha256 is null)),
  constraint hold_names_a_department   check ((kind in (3, 4)) = (department is not null)),
  constraint withdrawal_names_approval check ((kind = 2) = (withdraws is not null)),
  constraint only_approvals_override   check (kind = 1 or (accepts = '{}' and carved_out = '{}')),
  constraint step_has_a_reason         check (reason <> '' or kind = 7 or (kind = 1 and accepts = '{}' and carved_out = '{}')),
  constraint own_department_is_not_held check (department is null or not department = any (departments))
);

create function refuse_step_change() returns trigger language plpgsql as $$
begin
  raise exception 'a step of a period never changes: take the next one';
end
$$;

create trigger step_never_changes
before update or delete on period_event
for each row execute function refuse_step_change();

create trigger step_never_emptied
before truncate on period_event
for each statement execute function refuse_step_change();

-- Approvals that no one has withdrawn.
create view standing_approval as
select period_event.*
from period_event
where period_event.kind = 1
  and not exists (
    select from period_event as withdrawal
    where withdrawal.period = period_event.period and withdrawal.withdraws = period_event.number
  );

-- Departments of a version that are not on hold.
create function going_lines(of_period text, of_content bytea) returns setof text language sql stable as $$
  select line ->> 'department'
  from jsonb_array_elements(convert_from(of_content, 'UTF8')::jsonb -> 'inputs') as line
  where 3 is distinct from (
    select hold.kind
    from period_event as hold
    where hold.period = of_period and hold.kind in (3, 4) and hold.department = line ->> 'department'
    order by hold.number desc
    limit 1
  )
$$;

create function check_step() returns trigger language plpgsql as $$
declare
  newest snapshot%rowtype;
  needed integer;
begin
  if exists (select from period_event where period = new.period and kind in (6, 7)) then
    raise exception 'period % is closed or voided', new.period using constraint = 'no_step_after_the_last';
  end if;
  if new.number <> 1 + coalesce((select max(number) from period_event where period = new.period), 0) then
    raise exception 'steps have no gaps' using constraint = 'steps_without_gaps';
  end if;
  -- What is closed is the version before the closed one.
  select * into newest from snapshot
  where period = new.period and (new.kind <> 7 or version < new.version) order by version desc limit 1;

  if new.kind = 1 then
    if (newest.version, newest.content_sha256) is distinct from (new.version, new.content_sha256) then
      raise exception 'an approval names the newest version' using constraint = 'approval_of_the_newest';
    end if;
    if not convert_from(newest.content, 'UTF8')::jsonb ? 'cut_off_at' then
      raise exception 'only a version at the cut-off is approved' using constraint = 'approval_at_the_cut_off';
    end if;
    if newest.made_by in ('', new.by_person) then
      raise exception 'the maker does not approve' using constraint = 'approver_is_not_maker';
    end if;
    if exists (
      select from standing_approval
      where period = new.period and by_person = new.by_person and content_sha256 = new.content_sha256
    ) then
      raise exception 'a person approves a version once' using constraint = 'approver_signs_once';
    end if;
    if not exists (select from going_lines(new.period, newest.content) as line where not line = any (new.departments)) then
      raise exception 'no one approves their own department' using constraint = 'approver_of_no_line';
    end if;
    if exists (
      select from document_version
      where kind = 'ruleset' and title = convert_from(newest.content, 'UTF8')::jsonb ->> 'ruleset'
        and new.by_person in (proposed_by, published_by)
    ) and not exists (
      select from period_event join snapshot using (period, version)
      where period_event.kind = 7
        and convert_from(snapshot.content, 'UTF8')::jsonb -> 'ruleset' = convert_from(newest.content, 'UTF8')::jsonb -> 'ruleset'
    ) then
      raise exception 'an author of the ruleset does not approve its first period' using constraint = 'approver_is_not_author';
    end if;
  elsif new.kind = 2 then
    if not exists (
      select from standing_approval where period = new.period and number = new.withdraws and by_person = new.by_person
    ) then
      raise exception 'there is no such approval of this person' using constraint = 'withdrawal_of_ones_own';
    end if;
  elsif new.kind = 6 then
    if not exists (select from period_event where period = new.period and kind = 5 and by_person <> new.by_person) then
      raise exception 'two people void a period' using constraint = 'two_people_void';
    end if;
  elsif new.kind = 7 then
    if new.by_person = newest.made_by then
      raise exception 'the maker does not close' using constraint = 'closer_is_not_maker';
    end if;
    if not exists (
      select from snapshot as closed
      where (closed.period, closed.version, closed.content_sha256) = (new.period, new.version, new.content_sha256)
        and convert_from(closed.content, 'UTF8')::jsonb @> jsonb_build_object(
          'state', 'CLOSED', 'approved_sha256', encode(newest.content_sha256, 'hex'))
    ) then
      raise exception 'a close names its closed version' using constraint = 'close_has_a_version';
    end if;
    select case when bool_or(accepts <> '{}' or carved_out <> '{}') then 3 else 2 end into needed
    from standing_approval where period = new.period and content_sha256 = newest.content_sha256;
    if exists (
      select from going_lines(new.period, newest.content) as line
      where needed > (
          select count(distinct by_person) from standing_approval
          where period = new.period and content_sha256 = newest.content_sha256 and not line = any (departments))
        or 2 > (
          select count(distinct role) from standing_approval
          where period = new.period and content_sha256 = newest.content_sha256 and not line = any (departments))
    ) then
      raise exception 'not every line is approved' using constraint = 'close_is_approved';
    end if;
  end if;
  return new;
end
$$;

create trigger step_is_allowed
before insert on period_event
for each row execute function check_step();

create function check_version_of_period() returns trigger language plpgsql as $$
begin
  if exists (select from period_event where period = new.period and kind in (6, 7)) then
    raise exception 'period % is closed or voided', new.period using constraint = 'no_version_after_the_last_step';
  end if;
  return new;
end
$$;

create trigger version_is_allowed
before insert on snapshot
for each row execute function check_version_of_period();

-- A closed version and the step that closes belong together; the step is added after it, so this is asked at the end of the transaction.
create function check_closed_version() returns trigger language plpgsql as $$
begin
  if convert_from(new.content, 'UTF8')::jsonb ->> 'state' = 'CLOSED' and not exists (
    select from period_event where period = new.period and kind = 7 and content_sha256 = new.content_sha256
  ) then
    raise exception 'a closed version needs a close' using constraint = 'closed_version_was_closed';
  end if;
  return null;
end
$$;

create constraint trigger closed_version_has_a_step
after insert on snapshot
deferrable initially deferred
for each row execute function check_closed_version();
