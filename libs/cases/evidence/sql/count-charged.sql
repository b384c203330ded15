-- How many misses a party is charged with; the filters are those of find-charged.
--
-- $1  responsible  text, "warehouse"
-- $2  first_day    date
-- $3  last_day     date, included
-- $4  metric       text, '' for all
select count(*) as total
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
  );
