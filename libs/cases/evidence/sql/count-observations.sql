-- How many observations stand behind a count; the filters are those of find-observations.
--
-- $1  metric        text
-- $2  first_day     date
-- $3  last_day      date, included
-- $4  unit          text, a prefix at a slash; '' for all
-- $5  outcome       text, 'HIT', 'MISS', or '' for both
-- $6  responsible   text, '' for all
-- $7  department    text, the department that answers where responsible is empty
-- $8  definition    integer, 0 for all
-- $9  counted_in    text, another unit like $4, or the same
select count(*) as total
from observation
where observation.metric = $1
  and ($8 = 0 or observation.definition = $8)
  and observation.day between $2 and $3
  and (
    $4 = ''
    or observation.unit in ($4, $9)
    or starts_with(observation.unit, $4 || '/')
    or starts_with(observation.unit, $9 || '/')
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
  );
