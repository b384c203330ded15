-- Adds evaluations that wait for a verdict and did not wait before, of cases that the caller has locked.
--
-- $1  case_numbers    bigint[]
-- $2  parts           text[], '' for the whole case
-- $3  metric_numbers  integer[]
-- $4  unit_numbers    integer[]
-- $5  days            date[]
-- $6  due_at          timestamptz[]
-- $7  states          smallint[]
-- $8  as_known        smallint[]
insert into question (case_number, due_at, day, unit_number, metric_number, state, as_known, part)
select
  incoming.case_number, incoming.due_at, incoming.day, incoming.unit_number, incoming.metric_number, incoming.state, incoming.as_known,
  incoming.part
from
  unnest(
    $1::bigint[], $2::text[], $3::integer[], $4::integer[], $5::date[], $6::timestamptz[], $7::smallint[], $8::smallint[]
  ) as incoming (case_number, part, metric_number, unit_number, day, due_at, state, as_known);
