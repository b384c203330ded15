-- How many verdicts stand behind a count; the filters are those of find-observations.
--
-- $1  metric        text
-- $2  first_day     date
-- $3  last_day      date, included
-- $4  unit          text, a prefix at a slash; '' for all
-- $5  outcome       text, 'HIT', 'MISS', or '' for both
-- $6  responsible   text, '' for all
-- $7  department    text, the department that answers where responsible is empty
-- $8  definition    integer, 0 for all
-- $9  counted_in    text, another unit like $4, or the same
select count(*) as total
from judged_metric
join verdict using (metric_number)
join judged_unit using (unit_number)
join finding using (finding_number)
where judged_metric.metric = $1
  and ($8 = 0 or judged_metric.definition = $8)
  and verdict.day between $2 and $3
  and (
    $4 = ''
    or judged_unit.unit in ($4, $9)
    or starts_with(judged_unit.unit, $4 || '/')
    or starts_with(judged_unit.unit, $9 || '/')
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
  );
