-- The newest version of every verdict of these cases: odd ones stand, even ones are retracted.
--
-- $1  case_refs  bytea[]
select distinct on (observation.case_ref, observation.metric, observation.unit)
  observation.case_ref, observation.metric, observation.unit, observation.version, observation.definition, observation.day,
  observation.class, observation.reason, observation.responsible, observation.origin, observation.hits, observation.misses,
  observation.cause
from observation
where observation.case_ref = any ($1::bytea[])
order by observation.case_ref, observation.metric, observation.unit, observation.version desc;
