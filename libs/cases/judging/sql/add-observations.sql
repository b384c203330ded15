-- Adds versions of observations, of cases that the caller has locked.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[], '' for the whole case
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
-- $6  versions     integer[], odd: recorded; even: the version before is retracted
-- $7  days         date[]
-- $8  classes      smallint[]
-- $9  reasons      text[]
-- $10 responsibles text[]
-- $11 origins      smallint[]
-- $12 hits         integer[]
-- $13 misses       integer[]
-- $14 causes       text[]
-- $15 judged_at    timestamptz, the same for all
-- $16 rules_position integer, the same for all: of the newest document by which they were judged
insert into observation
  (case_ref, part, metric, definition, unit, version, day, class, reason, responsible, origin, hits, misses, cause, judged_at,
   rules_position)
select
  incoming.case_ref, incoming.part, incoming.metric, incoming.definition, incoming.unit, incoming.version, incoming.day,
  incoming.class, incoming.reason, incoming.responsible, incoming.origin, incoming.hits, incoming.misses, incoming.cause,
  $15::timestamptz, $16::integer
from
  unnest(
    $1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::integer[], $7::date[], $8::smallint[], $9::text[],
    $10::text[], $11::smallint[], $12::integer[], $13::integer[], $14::text[]
  ) as incoming
    (case_ref, part, metric, definition, unit, version, day, class, reason, responsible, origin, hits, misses, cause);
