-- The newest version of every observation of these cases: an odd version stands, an even version is retracted.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
select
  newest.case_ref, newest.part, newest.metric, newest.definition, newest.unit, newest.version, newest.day, newest.class,
  newest.reason, newest.responsible, newest.origin, newest.hits, newest.misses, newest.cause
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select distinct on (observation.metric, observation.definition, observation.unit, observation.part) observation.*
  from observation
  where observation.case_ref = wanted.case_ref
  order by observation.metric, observation.definition, observation.unit, observation.part, observation.version desc
) as newest;
