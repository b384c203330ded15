-- 0018: texts that repeat in every row are numbers, and so is the case.
--
-- A verdict repeated the ref of its case, the name of its metric and of its unit, a reason and a responsible party, in its row and again in the
-- key of two indexes; an open question did the same. They were two thirds of what an item stores and of what PostgreSQL does for it. Now these
-- texts stand once, in small tables, and rows have their numbers. The numbers of cases rise in the order in which cases are opened, so rows about
-- new cases go to the end of an index and not into the middle of it.
--
-- The views have the names and columns that the tables had, for everything that only reads. A process of an older version writes into the
-- tables, so it does not work on this database any more.

alter table case_file add column case_number bigint generated always as identity;
alter table case_file add constraint case_number_is_unique unique (case_number);

create or replace trigger case_file_never_changes
before update of case_ref, shard, of_subject, case_number on case_file
for each row execute function refuse_change_of_a_key();

-- The definitions of metrics. Rows are only added, here and in the next two tables.
create table judged_metric (
  metric_number integer not null generated always as identity,
  metric        text    not null,            -- the name that it is recorded by
  definition    integer not null,
  primary key (metric_number),
  constraint metric_has_one_number unique (metric, definition)
);

create table judged_unit (
  unit_number integer not null generated always as identity,
  unit        text    not null,
  primary key (unit_number),
  constraint unit_has_one_number unique (unit)
);

-- Who answers for a verdict and why, what its facts are worth, and by which documents it was given.
create table finding (
  finding_number integer  not null generated always as identity,
  class          smallint not null,          -- 1 ACCOUNTABLE, 2 EXCLUDED, 3 OTHERS
  reason         text     not null,
  responsible    text     not null,
  origin         smallint not null,
  rules_position integer  not null,          -- of the newest document; 0: without documents
  primary key (finding_number),
  constraint finding_has_one_number unique (rules_position, class, origin, reason, responsible),
  constraint class_is_known check (class between 1 and 3),
  constraint finding_origin_is_known check (origin between 1 and 3),
  constraint only_the_accountable_have_no_reason check ((class = 1) = (reason = '') and (class = 1) = (responsible = '')),
  constraint rules_position_from_zero check (rules_position >= 0)
);

-- Every version of every verdict. Odd versions record it, even versions retract the version before. The long columns come first, which
-- saves the bytes between them.
create table verdict (
  case_number    bigint      not null,
  judged_at      timestamptz not null,
  day            date        not null,
  unit_number    integer     not null,
  version        integer     not null,
  hits           integer     not null,       -- 1 and 0, or 0 and 1; a quantity for tallies
  misses         integer     not null,
  finding_number integer     not null,
  metric_number  integer     not null,
  part           text        not null default '',
  cause          text        not null,       -- "shop/4711", "ordering/promised", "sweep" or "FEED_SILENT"
  constraint results_are_not_negative check (hits >= 0 and misses >= 0)
);

-- Evaluations without a verdict of their own, because not everything that happened before due_at has been reported.
create table question (
  case_number   bigint      not null,
  due_at        timestamptz not null,
  day           date        not null,
  unit_number   integer     not null,
  metric_number integer     not null,
  state         smallint    not null,        -- 1 MAY_GO_SILENT, 2 WAITS, 3 CHARGED as FEED_SILENT, 4 STANDS_STILL
  as_known      smallint    not null default 4, -- 1 MISS, 2 MISS_OF_OTHERS, 3 SAFE, 4 NOT_STATED
  part          text        not null default '',
  constraint question_state_is_known check (state between 1 and 4),
  constraint as_known_is_known check (as_known between 1 and 4)
);

-- The milestones that were published to the other departments, each as it was published last.
create table published (
  case_number bigint  not null,
  revision    integer not null,              -- from 1
  withdrawn   boolean not null,
  name        text    not null,              -- "promised"
  part        text    not null default '',
  content     bytea   not null,              -- cx.batches.v1.Milestone without case_ref; before this migration JSON, which stays readable
  constraint revision_from_one check (revision >= 1)
);

-- What is there already.
insert into judged_metric (metric, definition)
select observation.metric, observation.definition from observation
union
select due.metric, due.definition from due
order by 1, 2;

insert into judged_unit (unit)
select observation.unit from observation
union
select due.unit from due
order by 1;

insert into finding (class, reason, responsible, origin, rules_position)
select distinct observation.class, observation.reason, observation.responsible, observation.origin, observation.rules_position
from observation
order by 5, 1, 4, 2, 3;

analyze case_file, judged_metric, judged_unit, finding;

insert into verdict
  (case_number, judged_at, day, unit_number, version, hits, misses, finding_number, metric_number, part, cause)
select
  case_file.case_number, observation.judged_at, observation.day, judged_unit.unit_number, observation.version, observation.hits,
  observation.misses, finding.finding_number, judged_metric.metric_number, observation.part, observation.cause
from observation
join case_file using (case_ref)
join judged_metric using (metric, definition)
join judged_unit using (unit)
join finding using (rules_position, class, origin, reason, responsible)
order by observation.judged_at;

insert into question (case_number, due_at, day, unit_number, metric_number, state, as_known, part)
select
  case_file.case_number, due.due_at, due.day, judged_unit.unit_number, judged_metric.metric_number, due.state, due.as_known, due.part
from due
join case_file using (case_ref)
join judged_metric using (metric, definition)
join judged_unit using (unit);

insert into published (case_number, revision, withdrawn, name, part, content)
select
  case_file.case_number, published_milestone.revision, published_milestone.withdrawn, published_milestone.name,
  published_milestone.part, convert_to(published_milestone.content, 'UTF8')
from published_milestone
join case_file using (case_ref);

-- A row whose case is not known would be lost here, and with it a verdict that was counted.
do $$
begin
  if (select count(*) from verdict) <> (select count(*) from observation)
    or (select count(*) from question) <> (select count(*) from due)
    or (select count(*) from published) <> (select count(*) from published_milestone)
  then
    raise exception 'verdicts, open questions or milestones belong to cases that are not in case_file';
  end if;
end
$$;

drop table observation, due, published_milestone;

alter table verdict add primary key (case_number, metric_number, unit_number, part, version);
create index verdict_evidence on verdict (metric_number, day);
-- Of all verdicts the misses are few. What other parties are charged with is found by the findings that name them.
create index verdict_missed on verdict (finding_number, day) where misses > 0;

alter table question add primary key (case_number, metric_number, unit_number, part);
create index question_by_instant on question (metric_number, state, due_at);
-- In the order in which they are listed, see list-due.sql.
create index question_at_risk on question (metric_number, as_known, due_at) where state <= 2 and as_known in (1, 2);
-- Empty unless an older version wrote rows that do not state what they would become.
create index question_not_stated on question (case_number) where as_known = 4;

alter table published add primary key (case_number, name, part);

analyze verdict, question, published;

create view observation as
select
  case_file.case_ref, verdict.part, judged_metric.metric, judged_metric.definition, judged_unit.unit, verdict.version, verdict.day,
  finding.class, finding.reason, finding.responsible, finding.origin, verdict.hits, verdict.misses, verdict.cause, verdict.judged_at,
  finding.rules_position
from verdict
join case_file using (case_number)
join judged_metric using (metric_number)
join judged_unit using (unit_number)
join finding using (finding_number);

create view due as
select
  case_file.case_ref, question.part, judged_metric.metric, judged_metric.definition, judged_unit.unit, question.day, question.due_at,
  question.state, question.as_known
from question
join case_file using (case_number)
join judged_metric using (metric_number)
join judged_unit using (unit_number);

create view published_milestone as
select
  case_file.case_ref, published.part, published.name, published.revision, published.withdrawn, published.content
from published
join case_file using (case_number);

create trigger observations_are_counted
after insert on verdict referencing new table as changed
for each statement execute function count_observations();

-- Moves the version of a case, as migration 0013 says, for a row that has its number.
create function add_to_version_by_number() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update case_file
  set version = case_file.version + 1
  where case_file.case_number = case tg_op when 'DELETE' then old.case_number else new.case_number end;
  return null;
end
$$;

create trigger verdict_changes_a_case
after insert or update or delete on verdict
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version_by_number();

create trigger question_changes_a_case
after insert or update or delete on question
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version_by_number();

create trigger published_changes_a_case
after insert or update or delete on published
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version_by_number();

-- As in migration 0009, with the numbers of cases. Part and cause are all that changes of a verdict.
create or replace function erase_cases(refs bytea[], by_command boolean)
returns table (case_ref bytea, facts bigint, verdicts bigint)
language sql security definer set search_path = public, pg_temp as $$
  with erased as materialized (
    select case_file.case_ref, case_file.case_number from case_file where case_file.case_ref = any (refs)
  ), stone as (
    insert into erased_case (case_ref, erased_at, commanded)
    select wanted.case_ref, clock_timestamp(), by_command from unnest(refs) as wanted (case_ref)
    on conflict on constraint erased_case_pkey do update
    set commanded = true
    where excluded.commanded and not erased_case.commanded
  ), gone as (
    delete from fact where fact.case_ref = any (refs) returning fact.case_ref
  ), spare as (
    delete from spare_milestone where spare_milestone.case_ref = any (refs)
  ), waits as (
    delete from question where question.case_number = any (array(select erased.case_number from erased))
  ), told as (
    delete from published where published.case_number = any (array(select erased.case_number from erased))
  ), contradictions as (
    delete from inconsistency where inconsistency.case_ref = any (refs)
  ), part as materialized (
    select distinct on (verdict.case_number, verdict.part)
      verdict.case_number, verdict.part, 'erased-' || left(gen_random_uuid()::text, 8) as erased_part
    from verdict
    where verdict.case_number = any (array(select erased.case_number from erased))
      and verdict.part <> ''
      and verdict.part !~ '^erased-[0-9a-f]{8}$'
  ), kept as (
    update verdict
    set
      part = coalesce(
        (
          select part.erased_part from part
          where part.case_number = verdict.case_number and part.part = verdict.part
        ),
        verdict.part
      ),
      cause = case when position('/' in verdict.cause) = 0 then verdict.cause else 'ERASED' end
    where verdict.case_number = any (array(select erased.case_number from erased))
    returning verdict.case_number
  )
  select
    wanted.case_ref,
    (select count(*) from gone where gone.case_ref = wanted.case_ref),
    (
      select count(*)
      from kept
      join erased on erased.case_number = kept.case_number
      where erased.case_ref = wanted.case_ref
    )
  from unnest(refs) as wanted (case_ref);
$$;
