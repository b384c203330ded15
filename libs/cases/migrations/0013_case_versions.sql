-- 0013: a version of each case, so that a process need not read again what it has just written.
--
-- A process remembers the cases that it judged last. Under the lock of a case it compares the version: while that is the same, nothing about the
-- case was changed since. A transaction that says that it keeps versions (cx.keeps_versions) adds one itself to the version of each case that
-- it changes. For every other transaction, such as one of a process of an older version, triggers add one for each row that changes.
alter table case_file add column version integer not null default 0;

-- A new version then stays on the page of the row, and no index changes.
alter table case_file set (fillfactor = 70);

create or replace trigger case_file_never_changes
before update of case_ref, shard, of_subject on case_file
for each row execute function refuse_change_of_a_key();

create function add_to_version() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update case_file
  set version = case_file.version + 1
  where case_file.case_ref = case tg_op when 'DELETE' then old.case_ref else new.case_ref end;
  return null;
end
$$;

-- Facts are stored before their cases are locked. So this one locks the cases first, in key order as every transaction does,
-- and no two wait for each other.
create function add_to_versions() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform
  from (select distinct changed.case_ref from changed order by changed.case_ref) as wanted
  cross join lateral (
    select from case_file where case_file.case_ref = wanted.case_ref for update
  ) as locked;
  update case_file
  set version = case_file.version + 1
  where case_file.case_ref = any (array(select changed.case_ref from changed));
  return null;
end
$$;

create trigger new_facts_change_cases
after insert on fact referencing new table as changed
for each statement when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_versions();

create trigger facts_that_go_change_cases
after delete on fact referencing old table as changed
for each statement when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_versions();

create trigger observation_changes_a_case
after insert or update or delete on observation
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version();

create trigger due_changes_a_case
after insert or update or delete on due
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version();

create trigger published_milestone_changes_a_case
after insert or update or delete on published_milestone
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version();

create trigger inconsistency_changes_a_case
after insert or update or delete on inconsistency
for each row when (current_setting('cx.keeps_versions', true) is distinct from 'on')
execute function add_to_version();

-- An erasure is never remembered away, whatever its transaction says.
create trigger erasure_changes_a_case
after insert on erased_case
for each row execute function add_to_version();
