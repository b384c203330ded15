-- 0009: a case can be erased: what names the person goes, what was counted stays.
--
-- An erased case keeps its keyed ref and its verdicts, because scoring has counted them. Everything that its feeds and the other
-- departments said about it is deleted. The row below stays as a tombstone: facts that arrive later are not kept, and the case is not
-- judged any more. The ref is an HMAC under the case key of the installation, so it names no person without that key and the id.
create table erased_case (
  case_ref  bytea       not null,
  erased_at timestamptz not null,            -- by the clock of this database
  commanded boolean     not null,            -- false: its facts had been kept long enough

  primary key (case_ref),
  constraint erased_ref_is_16_bytes check (octet_length(case_ref) = 16)
);

-- Erases cases that the caller has locked, and returns how much of each is gone. A case that was erased before loses what has arrived
-- since. The role of the process may not delete facts or change observations; it may call this function, which runs with the rights of
-- the owner of the tables and changes neither a count nor a ref.
--
-- A verdict keeps its day, unit, class and result. Its part gets a name that says nothing, the same one in all verdicts about that part,
-- and its cause loses the id of the fact. A cause without a slash, such as FEED_SILENT, names no fact.
create function erase_cases(refs bytea[], by_command boolean)
returns table (case_ref bytea, facts bigint, verdicts bigint)
language sql security definer set search_path = public, pg_temp as $$
  with stone as (
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
    delete from due where due.case_ref = any (refs)
  ), published as (
    delete from published_milestone where published_milestone.case_ref = any (refs)
  ), contradictions as (
    delete from inconsistency where inconsistency.case_ref = any (refs)
  ), part as materialized (
    select distinct on (observation.case_ref, observation.part)
      observation.case_ref, observation.part, 'erased-' || left(gen_random_uuid()::text, 8) as erased_part
    from observation
    where observation.case_ref = any (refs) and observation.part <> '' and observation.part !~ '^erased-[0-9a-f]{8}$'
  ), kept as (
    update observation
    set
      part = coalesce(
        (
          select part.erased_part from part
          where part.case_ref = observation.case_ref and part.part = observation.part
        ),
        observation.part
      ),
      cause = case when position('/' in observation.cause) = 0 then observation.cause else 'ERASED' end
    where observation.case_ref = any (refs)
    returning observation.case_ref
  )
  select
    wanted.case_ref,
    (select count(*) from gone where gone.case_ref = wanted.case_ref),
    (select count(*) from kept where kept.case_ref = wanted.case_ref)
  from unnest(refs) as wanted (case_ref);
$$;
