-- 0001: what departments contest, one row for each contest.
--
-- Rows are only added: the triggers refuse every change, also by the owner of the table. What became of a contest follows from rows that
-- are added beside it.

create table contest (
  number         integer     not null primary key,
  request_id     uuid        not null,
  request_sha256 bytea       not null,           -- of the request, so that another one with the same id is refused
  department     text        not null,           -- contests, and answers for the miss
  judged_by      text        not null,           -- whose metric it is
  metric         text        not null,           -- the name that it is recorded by
  case_ref       bytea       not null,           -- keyed, as in batches: scoring cannot tell the order
  day            date        not null,           -- on which the case counted
  ground         smallint    not null,           -- 1 to 10, see libs/domain/contest.ts
  evidence       text        not null,           -- where a reviewer finds it
  responsible    text        not null,           -- who is responsible instead; '' when the department does not say
  opened_by      text        not null,           -- the caller, as proven
  opened_at      timestamptz not null,

  constraint one_contest_per_request   unique (request_id),
  constraint contest_number_from_one   check (number >= 1),
  constraint contested_ref_has_16_bytes check (octet_length(case_ref) = 16),
  constraint contest_request_is_sha256 check (octet_length(request_sha256) = 32),
  constraint ground_is_known           check (ground between 1 and 10),
  constraint opener_is_named           check (opened_by <> ''),
  constraint evidence_is_named         check (evidence <> '')
);

create index contest_of_case on contest (case_ref, metric);

create function refuse_contest_change() returns trigger language plpgsql as $$
begin
  raise exception 'a contest and what is decided about it never change: add a row';
end
$$;

create trigger contest_never_changes
before update or delete on contest
for each row execute function refuse_contest_change();

create trigger contest_never_emptied
before truncate on contest
for each statement execute function refuse_contest_change();
