-- How many misses a party is charged with; the filters are those of find-charged.
--
-- $1  responsible  text, "warehouse"
-- $2  first_day    date
-- $3  last_day     date, included
-- $4  metric       text, '' for all
select count(*) as total
from finding
join verdict using (finding_number)
join judged_metric using (metric_number)
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
  );
