-- 0003: deadlines of contests, and the hearing of a department that would answer for the case.
--
-- A contest states by when it is decided. A contest that is older than this states nothing. A department to which a contest would move the fault is
-- told by a row of its own, with the end of its window, and answers once. Rows are only added. The triggers keep the rules when the service is
-- bypassed: no ruling charges a department that was not heard, the clock decides only what is overdue and that no one has ruled on, once, and what
-- the clock has decided stands until the period of the case is closed.

alter table contest
  add column due_at timestamptz,                 -- by when it is decided; null of older ones
  add constraint contest_is_decided_later check (due_at > opened_at),
  add constraint due_of_a_contest         unique (number, due_at);

create index contest_due on contest (due_at);

create table hearing (
  contest   integer     not null,
  party     text        not null,                -- the department that would answer for the case
  opened_at timestamptz not null,
  ends_at   timestamptz not null,                -- until then it may answer
  asked_by  text        not null,                -- the caller, as proven: who contests, or a reviewer

  primary key (contest, party),
  constraint hearing_is_about_a_contest foreign key (contest) references contest (number),
  constraint party_has_a_window         check (ends_at > opened_at),
  constraint asker_is_named             check (party <> '' and asked_by <> ''),
  constraint window_of_a_hearing        unique (contest, party, ends_at)
);

create index hearing_of_party on hearing (party, contest);

create table hearing_answer (
  contest     integer     not null,
  party       text        not null,
  ends_at     timestamptz not null,              -- as the hearing has it
  text        text        not null,
  evidence    text[]      not null,              -- where a reviewer finds it
  answered_by text        not null,              -- the caller, as proven
  departments text[]      not null,              -- of that caller, as proven
  answered_at timestamptz not null,

  primary key (contest, party),
  constraint answer_is_about_a_hearing foreign key (contest, party, ends_at) references hearing (contest, party, ends_at),
  constraint answer_comes_in_time      check (answered_at < ends_at),
  constraint party_answers_itself      check (answered_by <> '' and party = any (departments)),
  constraint answer_says_something     check (text <> '')
);

create trigger hearing_never_changes
before update or delete on hearing
for each row execute function refuse_contest_change();

create trigger hearing_never_emptied
before truncate on hearing
for each statement execute function refuse_contest_change();

create trigger hearing_answer_never_changes
before update or delete on hearing_answer
for each row execute function refuse_contest_change();

create trigger hearing_answer_never_emptied
before truncate on hearing_answer
for each statement execute function refuse_contest_change();

alter table decision
  add column due_at timestamptz,                 -- of a decision of the clock: the deadline of the contest, which had passed
  add constraint clock_names_the_deadline foreign key (contest, due_at) references contest (number, due_at),
  add constraint clock_is_no_person check ((due_at is null) = (decided_by <> 'the clock')),
  add constraint clock_upholds_what_is_overdue
    check (due_at is null or (decided_at >= due_at and outcome = 2 and not needs_second and departments = '{}'));

create unique index clock_decides_once on decision (contest) where due_at is not null;

-- Whether a party is a department: it has a name as sources have (libs/domain/source.ts). Others have no window.
create function is_department(party text) returns boolean language sql immutable as $$
  select party ~ '^[a-z][a-z0-9_]{0,30}$'
    and party not in ('scoring', 'custom', 'customer', 'unattributed', 'other', 'all', 'survey')
$$;

-- Whether a period that holds a day is closed or voided.
create function day_is_closed(of_day date) returns boolean language sql stable as $$
  select exists (
    select
    from period_event
    join snapshot on snapshot.period = period_event.period and snapshot.version = 1
    where period_event.kind in (6, 7)
      and of_day between (convert_from(snapshot.content, 'UTF8')::jsonb ->> 'first_day')::date
                     and (convert_from(snapshot.content, 'UTF8')::jsonb ->> 'last_day')::date
  )
$$;

create function check_decision() returns trigger language plpgsql as $$
begin
  if new.outcome = 3 and is_department(new.charged_to) and not exists (
    select
    from hearing
    left join hearing_answer using (contest, party)
    where hearing.contest = new.contest
      and hearing.party = new.charged_to
      and (hearing.ends_at <= new.decided_at or hearing_answer.answered_at <= new.decided_at)
  ) then
    raise exception 'a department is charged after it was heard' using constraint = 'party_was_heard';
  end if;
  if new.due_at is not null and exists (
    select from decision join ruling on ruling.decision = decision.number where decision.contest = new.contest
  ) then
    raise exception 'the clock decides what no one has ruled on' using constraint = 'clock_decides_what_is_open';
  end if;
  if new.due_at is null
    and exists (select from decision where contest = new.contest and due_at is not null)
    and not day_is_closed((select day from contest where number = new.contest))
  then
    raise exception 'an overdue contest is upheld until the close' using constraint = 'overdue_holds_until_close';
  end if;
  return null;
end
$$;

-- After the constraints of the row, so that a person who may not decide learns that first.
create trigger decision_is_allowed
after insert on decision
for each row execute function check_decision();

-- A decision that waited for a second reviewer when the clock decided holds no more.
create function check_second_answer() returns trigger language plpgsql as $$
begin
  if exists (
    select
    from decision as own
    join decision as later on later.contest = own.contest and later.number > own.number
    where own.number = new.decision
  ) then
    raise exception 'a later decision was made' using constraint = 'answer_is_about_the_newest';
  end if;
  return null;
end
$$;

create trigger second_answer_is_allowed
after insert on second_answer
for each row execute function check_second_answer();
