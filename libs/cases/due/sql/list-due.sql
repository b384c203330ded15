-- One page of the open questions of one definition and outlook that would be misses, in order of due instant, then case, unit and part.
--
-- $1   metric      text
-- $2   definition  integer
-- $3   as_known    smallint     1 MISS, 2 MISS_OF_OTHERS
-- $4   after       timestamptz  due later than this; -infinity: from the beginning
-- $5   through     timestamptz  and not later than this; infinity: to the end
-- $6   page_due    timestamptz  the last row of the page before; -infinity and empty values for the first page
-- $7   page_ref    bytea
-- $8   page_unit   text
-- $9   page_part   text
-- $10  at_most     integer
--
-- Takes no lock. The index question_at_risk has them in the order of due instants, so a page reads its own rows, and those that are due at the same
-- instants.
select case_file.case_ref, question.part, judged_unit.unit, question.day, question.due_at
from question
join judged_unit using (unit_number)
join case_file using (case_number)
where question.metric_number = (
    select judged_metric.metric_number
    from judged_metric
    where judged_metric.metric = $1
      and judged_metric.definition = $2
  )
  and question.as_known = $3
  and question.due_at > $4
  and question.due_at <= $5
  and question.due_at >= $6::timestamptz
  and question.state <= 2
  and question.as_known in (1, 2)
  and (question.due_at, case_file.case_ref, judged_unit.unit, question.part) > ($6::timestamptz, $7::bytea, $8::text, $9::text)
order by question.due_at, case_file.case_ref, judged_unit.unit, question.part
limit $10;
