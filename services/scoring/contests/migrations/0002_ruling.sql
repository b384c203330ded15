-- 0002: what reviewers decide about contests, and the rulings that come of it.
--
-- Rows are only added, as contests are. A decision is by a reviewer; where too many cases would be ruled, it needs a second one, who
-- answers in a row of its own. A ruling is a decision that holds: its number is what cases name. The database itself keeps apart who contests,
-- who decides and who answers, and refuses a reviewer whose own department is concerned, as the call has proven the departments of a person.
-- Constraints refer to the columns that a decision copies, so a copy that differs is refused, too.

alter table contest
  add constraint parties_of_a_contest unique (number, department, judged_by, opened_by);

create table decision (
  number         integer     not null primary key,
  contest        integer     not null,
  request_id     uuid        not null,
  request_sha256 bytea       not null,           -- of the request, so that another one with the same id is refused
  department     text        not null,           -- as the contest has it
  judged_by      text        not null,           -- as the contest has it
  opened_by      text        not null,           -- as the contest has it
  outcome        smallint    not null,           -- 1 dismissed, 2 taken out, 3 charged to another party
  charged_to     text        not null,           -- '' unless charged
  reason         text        not null,
  evidence       text        not null,           -- what it rests on
  needs_second   boolean     not null,
  decided_by     text        not null,           -- the caller, as proven
  departments    text[]      not null,           -- of that caller, as proven
  decided_at     timestamptz not null,

  constraint one_decision_per_request  unique (request_id),
  constraint decision_number_from_one  check (number >= 1),
  constraint decision_request_is_sha256 check (octet_length(request_sha256) = 32),
  constraint decision_is_about_a_contest
    foreign key (contest, department, judged_by, opened_by) references contest (number, department, judged_by, opened_by),
  constraint decided_outcome_is_known  check (outcome between 1 and 3),
  constraint only_a_charge_names_who   check ((outcome = 3) = (charged_to <> '')),
  constraint decision_has_a_reason     check (reason <> '' and evidence <> ''),
  constraint opener_does_not_decide    check (decided_by <> '' and decided_by <> opened_by),
  constraint reviewer_is_of_no_department_concerned
    check (not departments && array[department, judged_by, charged_to]),
  constraint what_a_second_reviewer_reads unique (number, department, judged_by, charged_to, opened_by, decided_by, needs_second),
  constraint what_a_ruling_needs       unique (number, needs_second)
);

create table second_answer (
  decision     integer     not null primary key,
  department   text        not null,           -- as the decision has it, like the next five
  judged_by    text        not null,
  charged_to   text        not null,
  opened_by    text        not null,
  decided_by   text        not null,
  needs_second boolean     not null,
  answer       smallint    not null,           -- 1 confirmed, 2 refused
  reason       text        not null,
  answered_by  text        not null,           -- the caller, as proven
  departments  text[]      not null,           -- of that caller, as proven
  answered_at  timestamptz not null,

  constraint answer_is_about_a_decision
    foreign key (decision, department, judged_by, charged_to, opened_by, decided_by, needs_second)
    references decision (number, department, judged_by, charged_to, opened_by, decided_by, needs_second),
  constraint answer_is_needed          check (needs_second),
  constraint answer_is_known           check (answer between 1 and 2),
  constraint answer_has_a_reason       check (reason <> ''),
  constraint two_people_rule           check (answered_by <> '' and answered_by <> decided_by and answered_by <> opened_by),
  constraint second_reviewer_is_of_no_department_concerned
    check (not departments && array[department, judged_by, charged_to]),
  constraint what_a_confirmed_ruling_needs unique (decision, answer)
);

create table ruling (
  number       integer     not null primary key,
  decision     integer     not null,
  needs_second boolean     not null,           -- as the decision has it
  answer       smallint,                       -- 1 confirmed, where a second reviewer was needed
  ruled_at     timestamptz not null,

  constraint ruling_number_from_one    check (number >= 1),
  constraint one_ruling_per_decision   unique (decision),
  constraint ruling_was_decided        foreign key (decision, needs_second) references decision (number, needs_second),
  constraint second_reviewer_confirmed check (case when needs_second then answer is not null and answer = 1 else answer is null end),
  constraint ruling_was_confirmed      foreign key (decision, answer) references second_answer (decision, answer)
);

create index decision_of_contest on decision (contest, number);

create trigger decision_never_changes
before update or delete on decision
for each row execute function refuse_contest_change();

create trigger decision_never_emptied
before truncate on decision
for each statement execute function refuse_contest_change();

create trigger second_answer_never_changes
before update or delete on second_answer
for each row execute function refuse_contest_change();

create trigger second_answer_never_emptied
before truncate on second_answer
for each statement execute function refuse_contest_change();

create trigger ruling_never_changes
before update or delete on ruling
for each row execute function refuse_contest_change();

create trigger ruling_never_emptied
before truncate on ruling
for each statement execute function refuse_contest_change();
