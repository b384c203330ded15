-- Everything that is known and was decided about cases, for a caller that has locked them.
--
-- $1  case_refs  bytea[], each once
--
-- Returns one row for each case, in the order given: null for a case that was erased, or six arrays of rows in the binary form of
-- PostgreSQL (SentRows). They are all facts, withdrawn ones included; the newest version of each observation, where an odd version stands
-- and an even one is retracted; the evaluations that wait; the milestones as they were published last; the inconsistencies; of each contest
-- the ruling that holds, in order of contests.
-- Each subquery reads one case through its index, whatever PostgreSQL knew about the tables when it made its plan.
select
  case
    when (select true from erased_case where erased_case.case_ref = wanted.case_ref) then null
    else
      array_send(array(
        select row(
          fact.part, fact.fact_id, fact.feed, fact.kind, fact.happened_at, fact.recorded_at, fact.withdraws, fact.origin, fact.body
        )
        from fact
        where fact.case_ref = wanted.case_ref
      ))
      || array_send(array(
        select distinct on (observation.metric, observation.definition, observation.unit, observation.part)
          row(
            observation.part, observation.metric, observation.unit, observation.version, observation.definition, observation.day,
            observation.class, observation.reason, observation.responsible, observation.origin, observation.hits,
            observation.misses, observation.cause
          )
        from observation
        where observation.case_ref = wanted.case_ref
        order by
          observation.metric, observation.definition, observation.unit, observation.part, observation.version desc
      ))
      || array_send(array(
        select row(due.part, due.metric, due.definition, due.unit, due.day, due.due_at, due.state, due.as_known)
        from due
        where due.case_ref = wanted.case_ref
      ))
      || array_send(array(
        select row(
          published_milestone.name, published_milestone.part, published_milestone.revision, published_milestone.withdrawn,
          published_milestone.content
        )
        from published_milestone
        where published_milestone.case_ref = wanted.case_ref
      ))
      || array_send(array(
        select row(inconsistency.inconsistency)
        from inconsistency
        where inconsistency.case_ref = wanted.case_ref
      ))
      || array_send(array(
        select distinct on (ruling.contest)
          row(ruling.number, ruling.contest, ruling.metric, ruling.party, ruling.outcome, ruling.charged_to)
        from ruling
        where ruling.case_ref = wanted.case_ref
          and ruling.voided_at is null
        order by ruling.contest, ruling.number desc, ruling.batch_epoch desc
      ))
  end as known
from unnest($1::bytea[]) with ordinality as wanted (case_ref, place)
order by wanted.place;
