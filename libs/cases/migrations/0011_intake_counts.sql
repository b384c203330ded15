-- 0011: how much a department has taken in, counted as it is written.
--
-- `cx doctor` and GetIntakeStatus counted whole tables, which takes seconds at ten million facts. Now each statement that adds or removes
-- rows adds a row here with the difference, in the same transaction. Rows are only added, so no transaction waits for another, and a later pass
-- replaces them by their sum. Triggers count, so that erasures, voided milestones and processes of an older version are counted too.
create table intake_count (
  what   text   not null,                  -- 'facts', 'cases', 'erased cases', 'suspicious cases', 'observations', or 'milestone <kind>'
  amount bigint not null                   -- the counts are the sums
);

-- Counts facts of own feeds, and the first revision of each milestone about a whole case: a case has at most one of a kind.
create function count_facts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into intake_count (what, amount)
  select counted.what, case tg_op when 'INSERT' then counted.facts else -counted.facts end
  from (
    select
      case when position('/' in changed.kind) = 0 then 'facts' else 'milestone ' || changed.kind end as what,
      count(*) as facts
    from changed
    where position('/' in changed.kind) = 0
      or (changed.part = '' and split_part(changed.fact_id, '/', 2) = '1')
    group by 1
  ) as counted;
  return null;
end
$$;

create trigger facts_are_counted
after insert on fact referencing new table as changed
for each statement execute function count_facts();

create trigger facts_that_go_are_counted
after delete on fact referencing old table as changed
for each statement execute function count_facts();

-- Counts rows that are only added. Its argument is what they are called.
create function count_added() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into intake_count (what, amount)
  select tg_argv[0], count(*)
  from changed
  having count(*) > 0;
  return null;
end
$$;

create trigger cases_are_counted
after insert on case_file referencing new table as changed
for each statement execute function count_added('cases');

create trigger erased_cases_are_counted
after insert on erased_case referencing new table as changed
for each statement execute function count_added('erased cases');

-- Counts verdicts that stand: an odd version records one, an even version retracts it.
create function count_observations() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into intake_count (what, amount)
  select 'observations', sum(case changed.version % 2 when 1 then 1 else -1 end)
  from changed
  having count(*) > 0;
  return null;
end
$$;

create trigger observations_are_counted
after insert on observation referencing new table as changed
for each statement execute function count_observations();

-- Counts cases with inconsistencies. The caller has locked the cases, so no other transaction changes their rows meanwhile.
create function count_suspicious_cases() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into intake_count (what, amount)
  select 'suspicious cases', case tg_op when 'INSERT' then count(*) else -count(*) end
  from (
    select changed.case_ref, count(*) as changes
    from changed
    group by changed.case_ref
  ) as touched
  where (
    select count(*) from inconsistency where inconsistency.case_ref = touched.case_ref
  ) = case tg_op when 'INSERT' then touched.changes else 0 end
  having count(*) > 0;
  return null;
end
$$;

create trigger suspicious_cases_are_counted
after insert on inconsistency referencing new table as changed
for each statement execute function count_suspicious_cases();

create trigger cases_in_order_again_are_counted
after delete on inconsistency referencing old table as changed
for each statement execute function count_suspicious_cases();

-- Replaces the rows by their sums, unless there are few. Two callers at once: each replaces the rows that it deletes, and the second skips
-- those of the first.
create function sum_intake_counts() returns void
language sql security definer set search_path = public, pg_temp as $$
  with replaced as (
    delete from intake_count
    where (select count(*) from intake_count) > 200
    returning intake_count.what, intake_count.amount
  )
  insert into intake_count (what, amount)
  select replaced.what, sum(replaced.amount)
  from replaced
  group by replaced.what;
$$;

-- What is there already. The triggers above hold off writers until this migration commits.
insert into intake_count (what, amount)
select
  case when position('/' in fact.kind) = 0 then 'facts' else 'milestone ' || fact.kind end,
  count(*)
from fact
where position('/' in fact.kind) = 0
  or (fact.part = '' and split_part(fact.fact_id, '/', 2) = '1')
group by 1
union all
select 'cases', count(*) from case_file
union all
select 'erased cases', count(*) from erased_case
union all
select 'suspicious cases', count(distinct inconsistency.case_ref) from inconsistency
union all
select 'observations', coalesce(sum(case observation.version % 2 when 1 then 1 else -1 end), 0) from observation;
