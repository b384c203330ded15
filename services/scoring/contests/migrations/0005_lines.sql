-- 0005: contests of a line: what a version of a period states of a department.
--
-- They are rows of the same table, so that deadlines, decisions, second reviewers and the clock are those of all contests. Such a row names the version, and
-- no metric; its case_ref stands for the line of the period, so that a line has one open contest. An upheld line is not payable with the close: the
-- trigger keeps that when the service is bypassed.

alter table contest
  add column period      text,                   -- of a line: its period and version; null of a case
  add column version     integer,
  add column expected_e4 bigint;                 -- of a line: the index that the department expects; null when it does not say

alter table contest
  drop constraint ground_is_known,
  add constraint ground_is_known        check (ground between 1 and 12),
  add constraint line_names_its_version check ((period is null) = (version is null) and (period is null) = (ground <= 10)),
  add constraint line_of_own_department check (period is null or (judged_by = department and metric = '' and responsible = '')),
  add constraint expected_index_of_line check (expected_e4 is null or (period is not null and expected_e4 between 0 and 1000000)),
  add constraint contested_version      foreign key (period, version) references snapshot (period, version);

create index contest_of_line on contest (period, department) where period is not null;

-- The departments whose line of a period was contested and upheld, by the newest ruling on each contest.
create function upheld_lines(of_period text) returns setof text language sql stable as $$
  select distinct contest.department
  from contest
  join lateral (
    select decision.outcome
    from decision
    join ruling on ruling.decision = decision.number
    where decision.contest = contest.number
    order by ruling.number desc
    limit 1
  ) as newest on newest.outcome = 2
  where contest.period = of_period
$$;

create function check_line_decision() returns trigger language plpgsql as $$
begin
  if exists (select from contest where number = new.contest and period is not null) then
    if new.outcome = 3 then
      raise exception 'a line is charged to no one' using constraint = 'line_is_not_charged';
    end if;
    if new.outcome = 2 and new.due_at is null and not new.needs_second then
      raise exception 'two reviewers uphold the contest of a line' using constraint = 'line_needs_two_reviewers';
    end if;
  end if;
  return null;
end
$$;

create trigger line_decision_is_allowed
after insert on decision
for each row execute function check_line_decision();

create function check_upheld_lines() returns trigger language plpgsql as $$
begin
  if convert_from(new.content, 'UTF8')::jsonb ->> 'state' = 'CLOSED' and exists (
    select
    from upheld_lines(new.period) as upheld
    join jsonb_array_elements(convert_from(new.content, 'UTF8')::jsonb -> 'inputs') as line on line ->> 'department' = upheld
    where not line -> 'not_payable_reasons' ? 'CONTEST_UPHELD'
  ) then
    raise exception 'an upheld line is not payable' using constraint = 'upheld_line_is_not_payable';
  end if;
  return new;
end
$$;

create trigger closed_version_has_upheld_lines
before insert on snapshot
for each row execute function check_upheld_lines();
