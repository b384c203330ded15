-- One page of the observations behind a count, in order of day, then case, unit, part and definition.
--
-- $1  metric            text
-- $2  first_day         date
-- $3  last_day          date, included
-- $4  unit              text, a prefix at a slash; '' for all
-- $5  outcome           text, 'HIT', 'MISS', or '' for both
-- $6  responsible       text, '' for all
-- $7  department        text, the department that answers where responsible is empty
-- $8  after_day         date, null on the first page
-- $9  after_ref         bytea
-- $10 after_unit        text
-- $11 after_part        text
-- $12 after_definition  integer
-- $13 page_size         integer
-- $14 definition        integer, 0 for all
-- $15 counted_in        text, another unit like $4, or the same
select
  observation.case_ref, observation.part, observation.metric, observation.definition, observation.unit, observation.version,
  observation.day, observation.class, observation.reason, observation.responsible, observation.origin, observation.hits,
  observation.misses, observation.cause, observation.judged_at,
  observation.rules_position
from observation
where observation.metric = $1
  and ($14 = 0 or observation.definition = $14)
  and observation.day between $2 and $3
  and (
    $4 = ''
    or observation.unit in ($4, $15)
    or starts_with(observation.unit, $4 || '/')
    or starts_with(observation.unit, $15 || '/')
  )
  and ($5 = '' or ($5 = 'HIT') = (observation.hits > 0))
  and ($6 = '' or $6 = case observation.responsible when '' then $7 else observation.responsible end)
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
    $8::date is null
    or (observation.day, observation.case_ref, observation.unit, observation.part, observation.definition)
      > ($8::date, $9::bytea, $10::text, $11::text, $12::integer)
  )
order by observation.day, observation.case_ref, observation.unit, observation.part, observation.definition
limit $13;
