-- One page of the misses that a party is charged with, in order of day, then case, metric, part, definition and unit.
--
-- $1  responsible       text, "warehouse"
-- $2  first_day         date
-- $3  last_day          date, included
-- $4  metric            text, '' for all
-- $5  after_day         date, null on the first page
-- $6  after_ref         bytea
-- $7  after_metric      text
-- $8  after_part        text
-- $9  after_definition  integer
-- $10 after_unit        text
-- $11 page_size         integer
--
-- Class 3 is OTHERS. Verdicts that are given while it runs stand on this page or on a later one, or the caller asks again.
select
  observation.case_ref, observation.part, observation.metric, observation.definition, observation.unit, observation.version,
  observation.day, observation.class, observation.reason, observation.responsible, observation.origin, observation.hits,
  observation.misses, observation.cause, observation.judged_at,
  observation.rules_position
from observation
where observation.class = 3
  and observation.misses > 0
  and observation.responsible = $1
  and observation.day between $2 and $3
  and ($4 = '' or observation.metric = $4)
  and observation.version % 2 = 1
  and not exists (
    select from observation as later
    where later.case_ref = observation.case_ref
      and later.metric = observation.metric
      and later.definition = observation.definition
      and later.unit = observation.unit
      and later.part = observation.part
      and later.version > observation.version
  )
  and (
    $5::date is null
    or (observation.day, observation.case_ref, observation.metric, observation.part, observation.definition, observation.unit)
      > ($5::date, $6::bytea, $7::text, $8::text, $9::integer, $10::text)
  )
order by
  observation.day, observation.case_ref, observation.metric, observation.part, observation.definition, observation.unit
limit $11;
