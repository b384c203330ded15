-- Keeps questions that are not judged yet, of cases the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  metrics      text[]
-- $3  units        text[]
-- $4  definitions  integer[]
-- $5  days         date[]
-- $6  due_at       timestamptz[]
-- $7  states       smallint[]
insert into due (case_ref, metric, unit, definition, day, due_at, state)
select incoming.case_ref, incoming.metric, incoming.unit, incoming.definition, incoming.day, incoming.due_at, incoming.state
from
  unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::date[], $6::timestamptz[], $7::smallint[])
    as incoming (case_ref, metric, unit, definition, day, due_at, state)
on conflict (case_ref, metric, unit) do update
set definition = excluded.definition, day = excluded.day, due_at = excluded.due_at, state = excluded.state;
