-- What this source has taken in, for people and dashboards. It reads whole tables, so it is not asked for each fact.
--
-- $1  now       timestamptz
-- $2  promised  text, the kind of the milestone that a case waits for, 'ordering/promised'; null where none is needed
select
  (select count(*) from fact where position('/' in fact.kind) = 0) as facts,
  (select count(*) from case_file) as cases,
  (
    select count(*) from case_file
    where $2::text is not null
      and not exists (select from fact where fact.case_ref = case_file.case_ref and fact.kind = $2)
  ) as cases_without_promise,
  (select count(distinct inconsistency.case_ref) from inconsistency) as suspicious_facts,
  (select coalesce(sum(case observation.version % 2 when 1 then 1 else -1 end), 0) from observation)::bigint as observations,
  (select count(*) from due where due.due_at <= $1 and due.state not in (3, 4)) as waiting;
