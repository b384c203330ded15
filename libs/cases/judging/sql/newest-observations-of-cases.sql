-- The newest version of every verdict of these cases: odd ones stand, even ones are retracted.
--
-- $1  case_refs  bytea[], each once; one after the other, see facts-of-cases
select
  newest.case_ref, newest.metric, newest.unit, newest.version, newest.definition, newest.day, newest.class, newest.reason,
  newest.responsible, newest.origin, newest.hits, newest.misses, newest.cause
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select distinct on (observation.metric, observation.unit) observation.*
  from observation
  where observation.case_ref = wanted.case_ref
  order by observation.metric, observation.unit, observation.version desc
) as newest;
