-- Adds versions of verdicts of cases the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  metrics      text[]
-- $3  units        text[]
-- $4  versions     integer[], odd: recorded, even: the one before retracted
-- $5  definitions  integer[]
-- $6  days         date[]
-- $7  classes      smallint[]
-- $8  reasons      text[]
-- $9  responsibles text[]
-- $10 origins      smallint[]
-- $11 hits         smallint[]
-- $12 misses       smallint[]
-- $13 causes       text[]
-- $14 judged_at    timestamptz, the same for all
insert into observation
  (case_ref, metric, unit, version, definition, day, class, reason, responsible, origin, hits, misses, cause, judged_at)
select
  incoming.case_ref, incoming.metric, incoming.unit, incoming.version, incoming.definition, incoming.day, incoming.class,
  incoming.reason, incoming.responsible, incoming.origin, incoming.hits, incoming.misses, incoming.cause, $14::timestamptz
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::date[], $7::smallint[], $8::text[], $9::text[],
    $10::smallint[], $11::smallint[], $12::smallint[], $13::text[]
  ) as incoming
    (case_ref, metric, unit, version, definition, day, class, reason, responsible, origin, hits, misses, cause);
