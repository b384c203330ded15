-- Adds versions of verdicts, of cases that the caller has locked.
--
-- $1  case_numbers     bigint[]
-- $2  parts            text[], '' for the whole case
-- $3  metric_numbers   integer[]
-- $4  unit_numbers     integer[]
-- $5  versions         integer[], odd: recorded; even: the version before is retracted
-- $6  days             date[]
-- $7  finding_numbers  integer[]
-- $8  hits             integer[]
-- $9  misses           integer[]
-- $10 causes           text[]
-- $11 judged_at        timestamptz, the same for all
insert into verdict
  (case_number, judged_at, day, unit_number, version, hits, misses, finding_number, metric_number, part, cause)
select
  incoming.case_number, $11::timestamptz, incoming.day, incoming.unit_number, incoming.version, incoming.hits, incoming.misses,
  incoming.finding_number, incoming.metric_number, incoming.part, incoming.cause
from
  unnest(
    $1::bigint[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::date[], $7::integer[], $8::integer[], $9::integer[],
    $10::text[]
  ) as incoming
    (case_number, part, metric_number, unit_number, version, day, finding_number, hits, misses, cause);
