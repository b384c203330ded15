-- Everything that is known and was decided about cases, for a caller that has locked them.
--
-- $1  case_refs     bytea[], each once
-- $2  case_numbers  bigint[], of the same cases
--
-- Returns one row for each case, in the order given: null for a case that was erased, or six arrays of rows in the binary form of
-- PostgreSQL (SentRows). They are all facts, withdrawn ones included; the newest version of each verdict, where an odd version stands
-- and an even one is retracted; the evaluations that wait; the milestones as they were published last; the inconsistencies; of each contest
-- the ruling that holds, in order of contests.
-- Each subquery reads one case through its index, whatever PostgreSQL knew about the tables when it made its plan. So do those that look up
-- the texts of numbers: as joins they could read all units for each case.
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
        select row(
          newest.part,
          (select judged_metric.metric from judged_metric where judged_metric.metric_number = newest.metric_number),
          (select judged_unit.unit from judged_unit where judged_unit.unit_number = newest.unit_number),
          newest.version,
          (select judged_metric.definition from judged_metric where judged_metric.metric_number = newest.metric_number),
          newest.day,
          (select finding.class from finding where finding.finding_number = newest.finding_number),
          (select finding.reason from finding where finding.finding_number = newest.finding_number),
          (select finding.responsible from finding where finding.finding_number = newest.finding_number),
          (select finding.origin from finding where finding.finding_number = newest.finding_number),
          newest.hits, newest.misses, newest.cause
        )
        from (
          select distinct on (verdict.metric_number, verdict.unit_number, verdict.part) verdict.*
          from verdict
          where verdict.case_number = wanted.case_number
          order by verdict.metric_number, verdict.unit_number, verdict.part, verdict.version desc
        ) as newest
      ))
      || array_send(array(
        select row(
          question.part,
          (select judged_metric.metric from judged_metric where judged_metric.metric_number = question.metric_number),
          (select judged_metric.definition from judged_metric where judged_metric.metric_number = question.metric_number),
          (select judged_unit.unit from judged_unit where judged_unit.unit_number = question.unit_number),
          question.day, question.due_at, question.state, question.as_known
        )
        from question
        where question.case_number = wanted.case_number
      ))
      || array_send(array(
        select row(published.name, published.part, published.revision, published.withdrawn, published.content)
        from published
        where published.case_number = wanted.case_number
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
from unnest($1::bytea[], $2::bigint[]) with ordinality as wanted (case_ref, case_number, place)
order by wanted.place;
