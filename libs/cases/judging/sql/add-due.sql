-- Adds evaluations that wait for an observation and did not wait before, of cases that the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[], '' for the whole case
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
-- $6  days         date[]
-- $7  due_at       timestamptz[]
-- $8  states       smallint[]
-- $9  as_known     smallint[]
insert into due (case_ref, part, metric, definition, unit, day, due_at, state, as_known)
select
  incoming.case_ref, incoming.part, incoming.metric, incoming.definition, incoming.unit, incoming.day, incoming.due_at,
  incoming.state, incoming.as_known
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::date[], $7::timestamptz[], $8::smallint[], $9::smallint[]
  ) as incoming (case_ref, part, metric, definition, unit, day, due_at, state, as_known);
