-- 0001: adjustments, what is corrected of a closed period.
--
-- Rows are only added. A closed version never changes: an adjustment is proposed beside it, approved by its hash and posted, and then the restated
-- version and the entries of the ledger stand beside what they correct. The triggers know the rules about people by themselves, so that SQL
-- without the service cannot break them: maker, approvers and own department are kept apart, entries add up to what the restated version
-- states, and nothing is posted into a period that is closed.

create table adjustment (
  period         text        not null,           -- the closed one: the effective period
  number         integer     not null,
  request_id     uuid        not null,
  request_sha256 bytea       not null,           -- of the request, so that another one with the same id is refused
  reason_code    smallint    not null,           -- 1 to 8, see services/scoring/adjustments/adjustment.ts
  reason         text        not null,           -- in words
  is_extra       boolean     not null,           -- posted outside the restatement runs; three people approve it
  supersedes     integer     not null,           -- the version that it corrects: the latest one
  content        bytea       not null,           -- canonical JSON of the restated version; these bytes are hashed and approved
  content_sha256 bytea       not null,
  proposed_by    text        not null,           -- the caller, as proven
  proposed_at    timestamptz not null,

  primary key (period, number),
  constraint one_adjustment_per_request   unique (request_id),
  constraint adjustment_from_one          check (number >= 1),
  constraint adjustment_reason_is_known   check (reason_code between 1 and 8),
  constraint adjustment_has_a_reason      check (reason <> ''),
  constraint adjustment_is_hashed         check (content_sha256 = sha256(content)),
  constraint adjustment_request_is_sha256 check (octet_length(request_sha256) = 32),
  constraint adjustment_maker_is_named    check (proposed_by <> '')
);

-- The cut of the restated version: of every shard the last batch that it contains.
create table adjustment_cut (
  period     text    not null,
  adjustment integer not null,
  shard_id   integer not null,
  epoch      integer not null,
  number     bigint  not null,
  sha256     bytea   not null,

  primary key (period, adjustment, shard_id),
  foreign key (period, adjustment) references adjustment
);

create table adjustment_event (
  period         text        not null,
  adjustment     integer     not null,
  number         integer     not null,
  kind           smallint    not null,           -- 1 approved, 2 withdrawn, 3 posted
  request_id     uuid        not null,
  request_sha256 bytea       not null,
  at             timestamptz not null,
  by_person      text        not null,           -- the caller, as proven
  departments    text[]      not null,           -- of that caller, as proven
  reason         text        not null,           -- of a withdrawal
  role           smallint,                       -- of an approval: 1 HR, 2 finance
  content_sha256 bytea       not null,           -- of the adjustment: what is signed
  posting_period text,                           -- of a posting: the period in which it counts
  run            text,                           -- of a posting: R1, R2, RF or EXTRA
  version        integer,                        -- of a posting: the restated version

  primary key (period, adjustment, number),
  foreign key (period, adjustment) references adjustment,
  constraint one_adjustment_step_per_request unique (request_id),
  constraint adjustment_step_is_known        check (kind between 1 and 3),
  constraint adjustment_step_request_is_sha256 check (octet_length(request_sha256) = 32),
  constraint adjustment_person_is_named      check (by_person <> ''),
  constraint adjustment_approval_has_a_role  check ((kind = 1) = (role is not null) and role between 1 and 2),
  constraint adjustment_withdrawal_has_a_reason check ((kind = 2) = (reason <> '')),
  constraint posting_names_its_period        check ((kind = 3) = (posting_period is not null) and (kind = 3) = (version is not null)),
  constraint posting_names_its_run           check ((kind = 3) = (run is not null) and run in ('R1', 'R2', 'RF', 'EXTRA'))
);

-- What an adjustment does to the stated value of a department: it reverses the latest one and states another one. The first entry of each
-- department is its line of the closed version, which is not stored twice. An index that was not measured counts 0.
create table adjustment_entry (
  period          text    not null,              -- the effective period
  department      text    not null,
  number          integer not null,              -- from 1, of the period and department
  kind            smallint not null,             -- 2 reversal, 3 restatement
  adjustment      integer not null,
  posting_period  text    not null,
  supersedes      integer not null,              -- the version that is corrected
  version         integer not null,              -- the restated version
  content_sha256  bytea   not null,              -- of the restated version
  index_before_e4 bigint,
  index_after_e4  bigint,
  value_e4        bigint  not null,
  observations_l3 bigint  not null,              -- that arrived between cut-off and close
  observations_l4 bigint  not null,              -- that arrived after the close
  retracted       bigint  not null,              -- that were taken back

  primary key (period, department, number),
  foreign key (period, adjustment) references adjustment,
  constraint entry_kind_is_known check (kind between 2 and 3),
  constraint entry_has_its_value check (
    value_e4 = case kind when 2 then -coalesce(index_before_e4, 0) else coalesce(index_after_e4, 0) end),
  constraint entry_counts_from_zero check (observations_l3 >= 0 and observations_l4 >= 0 and retracted >= 0)
);

create function refuse_adjustment_change() returns trigger language plpgsql as $$
begin
  raise exception 'an adjustment never changes: propose the next one';
end
$$;

create trigger adjustment_never_changes before update or delete on adjustment
for each row execute function refuse_adjustment_change();
create trigger adjustment_never_emptied before truncate on adjustment
for each statement execute function refuse_adjustment_change();
create trigger adjustment_cut_never_changes before update or delete on adjustment_cut
for each row execute function refuse_adjustment_change();
create trigger adjustment_step_never_changes before update or delete on adjustment_event
for each row execute function refuse_adjustment_change();
create trigger adjustment_step_never_emptied before truncate on adjustment_event
for each statement execute function refuse_adjustment_change();
create trigger adjustment_entry_never_changes before update or delete on adjustment_entry
for each row execute function refuse_adjustment_change();
create trigger adjustment_entry_never_emptied before truncate on adjustment_entry
for each statement execute function refuse_adjustment_change();

-- What a version states of a department; null when it was not measured.
create function stated_index(of_content bytea, of_department text) returns bigint language sql immutable as $$
  select (line ->> 'index_e4')::bigint
  from jsonb_array_elements(convert_from(of_content, 'UTF8')::jsonb -> 'inputs') as line
  where line ->> 'department' = of_department
$$;

-- The sum of all entries of a department: its line of the closed version, and every entry since.
create function ledger_value(of_period text, of_department text) returns bigint language sql stable as $$
  select coalesce((
      select stated_index(snapshot.content, of_department)
      from period_event
      join snapshot using (period, version)
      where period_event.period = of_period and period_event.kind = 7
    ), 0) + coalesce((
      select sum(adjustment_entry.value_e4)
      from adjustment_entry
      where adjustment_entry.period = of_period and adjustment_entry.department = of_department
    ), 0)::bigint
$$;

-- The departments whose line an adjustment changes. When an observation arrived is no part of a line.
create function changed_lines(of_period text, of_version integer, of_content bytea) returns setof text language sql stable as $$
  with stated as (
    select before - array['observations_l0', 'observations_l1', 'observations_l2', 'change_since_last_version_e4'] as figures
    from snapshot
    cross join jsonb_array_elements(convert_from(snapshot.content, 'UTF8')::jsonb -> 'inputs') as before
    where snapshot.period = of_period and snapshot.version = of_version
  )
  select line ->> 'department'
  from jsonb_array_elements(convert_from(of_content, 'UTF8')::jsonb -> 'inputs') as line
  where not exists (
    select
    from stated
    where stated.figures = line - array['observations_l0', 'observations_l1', 'observations_l2', 'change_since_last_version_e4']
  )
$$;

create function check_adjustment() returns trigger language plpgsql as $$
declare
  latest snapshot%rowtype;
begin
  select * into latest from snapshot where period = new.period order by version desc limit 1;
  if not exists (select from period_event where period = new.period and kind = 7) then
    raise exception 'only a closed period is adjusted' using constraint = 'adjustment_of_a_closed_period';
  end if;
  if new.number <> 1 + coalesce((select max(number) from adjustment where period = new.period), 0) then
    raise exception 'adjustments have no gaps' using constraint = 'adjustments_without_gaps';
  end if;
  if new.supersedes <> latest.version or not convert_from(new.content, 'UTF8')::jsonb @> jsonb_build_object(
      'period', new.period, 'state', 'ADJUSTED', 'version', (latest.version + 1)::text, 'supersedes', latest.version::text) then
    raise exception 'an adjustment corrects the latest version' using constraint = 'adjustment_of_the_latest';
  end if;
  if not exists (select from changed_lines(new.period, new.supersedes, new.content)) then
    raise exception 'an adjustment changes a line' using constraint = 'adjustment_changes_a_line';
  end if;
  return new;
end
$$;

create trigger adjustment_is_allowed
before insert on adjustment
for each row execute function check_adjustment();

create function check_adjustment_step() returns trigger language plpgsql as $$
declare
  about adjustment%rowtype;
  needed integer;
begin
  select * into about from adjustment where period = new.period and number = new.adjustment;
  if exists (select from adjustment_event where period = new.period and adjustment = new.adjustment and kind in (2, 3)) then
    raise exception 'the adjustment is withdrawn or posted' using constraint = 'no_step_after_the_adjustment';
  end if;
  if new.number <> 1 + coalesce((
    select max(number) from adjustment_event where period = new.period and adjustment = new.adjustment), 0) then
    raise exception 'steps have no gaps' using constraint = 'adjustment_steps_without_gaps';
  end if;
  if new.content_sha256 is distinct from about.content_sha256 then
    raise exception 'a step names the hash of its adjustment' using constraint = 'step_of_the_adjustment';
  end if;
  if new.kind = 2 then
    return new;
  end if;
  if exists (
    select from snapshot
    where period = new.period and version > about.supersedes and (new.kind <> 3 or version <> new.version)
  ) then
    raise exception 'a newer version was stated' using constraint = 'adjustment_is_not_stale';
  end if;

  if new.kind = 1 then
    if new.by_person = about.proposed_by then
      raise exception 'the maker does not approve' using constraint = 'adjustment_approver_is_not_maker';
    end if;
    if exists (
      select from adjustment_event
      where period = new.period and adjustment = new.adjustment and kind = 1 and by_person = new.by_person
    ) then
      raise exception 'a person approves an adjustment once' using constraint = 'adjustment_approver_signs_once';
    end if;
    if not exists (
      select from changed_lines(new.period, about.supersedes, about.content) as line where not line = any (new.departments)
    ) then
      raise exception 'no one approves their own department' using constraint = 'adjustment_approver_of_no_line';
    end if;
    return new;
  end if;

  if new.by_person = about.proposed_by then
    raise exception 'the maker does not post' using constraint = 'poster_is_not_maker';
  end if;
  if exists (select from period_event where period = new.posting_period and kind in (6, 7)) or new.posting_period = new.period then
    raise exception 'period % is closed or voided', new.posting_period using constraint = 'posting_period_is_open';
  end if;
  if about.is_extra <> (new.run = 'EXTRA') then
    raise exception 'only an extra run is extra' using constraint = 'posting_in_its_run';
  end if;
  if not exists (
    select from snapshot
    where period = new.period and version = new.version
      and convert_from(content, 'UTF8')::jsonb @> jsonb_build_object(
        'state', 'ADJUSTED', 'approved_sha256', encode(about.content_sha256, 'hex'), 'inputs', convert_from(about.content, 'UTF8')::jsonb -> 'inputs')
  ) then
    raise exception 'a posting names its restated version' using constraint = 'posting_has_a_version';
  end if;
  needed := case when about.is_extra then 3 else 2 end;
  if exists (
    select from changed_lines(new.period, about.supersedes, about.content) as line
    where needed > (
        select count(distinct by_person) from adjustment_event
        where period = new.period and adjustment = new.adjustment and kind = 1 and not line = any (departments))
      or 2 > (
        select count(distinct role) from adjustment_event
        where period = new.period and adjustment = new.adjustment and kind = 1 and not line = any (departments))
  ) then
    raise exception 'not every line is approved' using constraint = 'posting_is_approved';
  end if;
  return new;
end
$$;

create trigger adjustment_step_is_allowed
before insert on adjustment_event
for each row execute function check_adjustment_step();

create function check_entry() returns trigger language plpgsql as $$
begin
  if new.number <> 1 + coalesce((
    select max(number) from adjustment_entry where period = new.period and department = new.department), 0) then
    raise exception 'entries have no gaps' using constraint = 'entries_without_gaps';
  end if;
  if not exists (
    select from adjustment_event
    where period = new.period and adjustment = new.adjustment and kind = 3
      and (version, posting_period) = (new.version, new.posting_period)
  ) then
    raise exception 'an entry is of a posting' using constraint = 'entry_was_posted';
  end if;
  if ledger_value(new.period, new.department) <> (case new.kind when 2 then coalesce(new.index_before_e4, 0) else 0 end) then
    raise exception 'an entry reverses the latest value, or states one after a reversal' using constraint = 'entry_reverses_the_latest';
  end if;
  return new;
end
$$;

create trigger entry_is_allowed
before insert on adjustment_entry
for each row execute function check_entry();

-- The entries are added after the posting, so this is asked at the end of the transaction: the ledger states what the restated version states.
create function check_posting() returns trigger language plpgsql as $$
begin
  if new.kind = 3 and exists (
    select
    from snapshot
    cross join jsonb_array_elements(convert_from(snapshot.content, 'UTF8')::jsonb -> 'inputs') as line
    where snapshot.period = new.period and snapshot.version = new.version
      and ledger_value(new.period, line ->> 'department') <> coalesce((line ->> 'index_e4')::bigint, 0)
  ) then
    raise exception 'the entries do not add up to the restated version' using constraint = 'ledger_states_the_version';
  end if;
  return null;
end
$$;

create constraint trigger posting_is_in_the_ledger
after insert on adjustment_event
deferrable initially deferred
for each row execute function check_posting();

-- After a close only restated versions are added.
create or replace function check_version_of_period() returns trigger language plpgsql as $$
begin
  if convert_from(new.content, 'UTF8')::jsonb ->> 'state' = 'ADJUSTED' then
    if not exists (select from period_event where period = new.period and kind = 7) then
      raise exception 'only a closed period is restated' using constraint = 'restated_after_a_close';
    end if;
  elsif exists (select from period_event where period = new.period and kind in (6, 7)) then
    raise exception 'period % is closed or voided', new.period using constraint = 'no_version_after_the_last_step';
  end if;
  return new;
end
$$;

-- A restated version and its posting belong together, as a closed version and the step that closes do.
create or replace function check_closed_version() returns trigger language plpgsql as $$
declare
  state text := convert_from(new.content, 'UTF8')::jsonb ->> 'state';
begin
  if state = 'CLOSED' and not exists (
    select from period_event where period = new.period and kind = 7 and content_sha256 = new.content_sha256
  ) then
    raise exception 'a closed version needs a close' using constraint = 'closed_version_was_closed';
  end if;
  if state = 'ADJUSTED' and not exists (
    select from adjustment_event where period = new.period and kind = 3 and version = new.version
  ) then
    raise exception 'a restated version needs a posting' using constraint = 'restated_version_was_posted';
  end if;
  return null;
end
$$;
