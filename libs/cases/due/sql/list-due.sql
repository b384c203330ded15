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
-- Takes no lock. The index due_at_risk has them in this order, so a page reads its own rows only.
select due.case_ref, due.part, due.unit, due.day, due.due_at
from due
where due.metric = $1
  and due.definition = $2
  and due.as_known = $3
  and due.due_at > $4
  and due.due_at <= $5
  and due.state <= 2
  and due.as_known in (1, 2)
  and (due.due_at, due.case_ref, due.unit, due.part) > ($6::timestamptz, $7::bytea, $8::text, $9::text)
order by due.due_at, due.case_ref, due.unit, due.part
limit $10;
