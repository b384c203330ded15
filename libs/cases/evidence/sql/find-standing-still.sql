-- One page of the evaluations whose limit stands still, in order of day, then case, unit, part and definition.
--
-- $1  metric            text
-- $2  first_day         date
-- $3  last_day          date, included
-- $4  unit              text, a prefix at a slash; '' for all
-- $5  definition        integer, 0 for all
-- $6  after_day         date, null on the first page
-- $7  after_ref         bytea
-- $8  after_unit        text
-- $9  after_part        text
-- $10 after_definition  integer
-- $11 page_size         integer
-- $12 counted_in        text, another unit like $4, or the same
--
-- Returns the number of all that match beside each row. A state of 4 is STANDS_STILL; then due_at is the instant since which it does.
select page.*
from (
  select
    case_file.case_ref, question.part, judged_metric.metric, judged_metric.definition, judged_unit.unit, question.day, question.due_at,
    count(*) over () as total
  from judged_metric
  join question using (metric_number)
  join judged_unit using (unit_number)
  join case_file using (case_number)
  where judged_metric.metric = $1
    and question.state = 4
    and ($5 = 0 or judged_metric.definition = $5)
    and question.day between $2 and $3
    and (
      $4 = ''
      or judged_unit.unit in ($4, $12)
      or starts_with(judged_unit.unit, $4 || '/')
      or starts_with(judged_unit.unit, $12 || '/')
    )
) as page
where $6::date is null
  or (page.day, page.case_ref, page.unit, page.part, page.definition)
    > ($6::date, $7::bytea, $8::text, $9::text, $10::integer)
order by page.day, page.case_ref, page.unit, page.part, page.definition
limit $11;
