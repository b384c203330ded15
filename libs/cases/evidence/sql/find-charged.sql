-- One page of the misses that a party is charged with, in order of day, then case, metric, part, definition and unit.
--
-- $1  responsible       text, "warehouse"
-- $2  first_day         date
-- $3  last_day          date, included
-- $4  metric            text, '' for all
-- $5  after_day         date, null on the first page
-- $6  after_ref         bytea
-- $7  after_metric      text
-- $8  after_part        text
-- $9  after_definition  integer
-- $10 after_unit        text
-- $11 page_size         integer
--
-- Class 3 is OTHERS. Verdicts that are given while it runs stand on this page or on a later one, or the caller asks again. The misses of each
-- finding that names the party are read through the index verdict_missed.
select
  case_file.case_ref, verdict.part, judged_metric.metric, judged_metric.definition, judged_unit.unit, verdict.version, verdict.day,
  finding.class, finding.reason, finding.responsible, finding.origin, verdict.hits, verdict.misses, verdict.cause, verdict.judged_at,
  finding.rules_position
from finding
join verdict using (finding_number)
join judged_metric using (metric_number)
join judged_unit using (unit_number)
join case_file using (case_number)
where finding.class = 3
  and finding.responsible = $1
  and verdict.misses > 0
  and verdict.day between $2 and $3
  and ($4 = '' or judged_metric.metric = $4)
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
    $5::date is null
    or (verdict.day, case_file.case_ref, judged_metric.metric, verdict.part, judged_metric.definition, judged_unit.unit)
      > ($5::date, $6::bytea, $7::text, $8::text, $9::integer, $10::text)
  )
order by
  verdict.day, case_file.case_ref, judged_metric.metric, verdict.part, judged_metric.definition, judged_unit.unit
limit $11;
