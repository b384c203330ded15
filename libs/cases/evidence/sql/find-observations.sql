-- One page of the verdicts behind a count, in order of day, then case, unit, part and definition.
--
-- $1  metric            text
-- $2  first_day         date
-- $3  last_day          date, included
-- $4  unit              text, a prefix at a slash; '' for all
-- $5  outcome           text, 'HIT', 'MISS', or '' for both
-- $6  responsible       text, '' for all
-- $7  department        text, the department that answers where responsible is empty
-- $8  after_day         date, null on the first page
-- $9  after_ref         bytea
-- $10 after_unit        text
-- $11 after_part        text
-- $12 after_definition  integer
-- $13 page_size         integer
-- $14 definition        integer, 0 for all
-- $15 counted_in        text, another unit like $4, or the same
select
  case_file.case_ref, verdict.part, judged_metric.metric, judged_metric.definition, judged_unit.unit, verdict.version, verdict.day,
  finding.class, finding.reason, finding.responsible, finding.origin, verdict.hits, verdict.misses, verdict.cause, verdict.judged_at,
  finding.rules_position
from judged_metric
join verdict using (metric_number)
join judged_unit using (unit_number)
join finding using (finding_number)
join case_file using (case_number)
where judged_metric.metric = $1
  and ($14 = 0 or judged_metric.definition = $14)
  and verdict.day between $2 and $3
  and (
    $4 = ''
    or judged_unit.unit in ($4, $15)
    or starts_with(judged_unit.unit, $4 || '/')
    or starts_with(judged_unit.unit, $15 || '/')
  )
  and ($5 = '' or ($5 = 'HIT') = (verdict.hits > 0))
  and ($6 = '' or $6 = case finding.responsible when '' then $7 else finding.responsible end)
  and verdict.version % 2 = 1
  and not exists (
    select from verdict as later
    where later.case_number = verdict.case_number
      and later.metric_number = verdict.metric_number
      and later.unit_number = verdict.unit_number
      and later.part = verdict.part
      and later.version > verdict.version
  )
  and (
    $8::date is null
    or (verdict.day, case_file.case_ref, judged_unit.unit, verdict.part, judged_metric.definition)
      > ($8::date, $9::bytea, $10::text, $11::text, $12::integer)
  )
order by verdict.day, case_file.case_ref, judged_unit.unit, verdict.part, judged_metric.definition
limit $13;
