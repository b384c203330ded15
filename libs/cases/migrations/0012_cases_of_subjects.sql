-- 0012: which cases are about a subject, a receipt or a return, and not about an order or a contact.
--
-- A case of an order waits for its promise, and GetIntakeStatus counts those that still do. A case of a subject waits for none, so it is counted
-- apart. A process of an older version takes no facts about subjects, so it leaves the column at its default.
alter table case_file add column of_subject boolean not null default false;

-- Counts the cases of subjects: those that are opened, less those that are erased.
create function count_subject_cases() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into intake_count (what, amount)
  select 'subject cases', case tg_table_name when 'case_file' then count(*) else -count(*) end
  from changed
  join case_file on case_file.case_ref = changed.case_ref
  where case_file.of_subject
  having count(*) > 0;
  return null;
end
$$;

create trigger cases_of_subjects_are_counted
after insert on case_file referencing new table as changed
for each statement execute function count_subject_cases();

create trigger erased_cases_of_subjects_are_counted
after insert on erased_case referencing new table as changed
for each statement execute function count_subject_cases();
