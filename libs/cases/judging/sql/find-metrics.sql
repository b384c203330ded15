-- The numbers of definitions of metrics, in the order given.
--
-- $1  metrics      text[]
-- $2  definitions  integer[]
select judged_metric.metric_number as number
from unnest($1::text[], $2::integer[]) with ordinality as wanted (metric, definition, place)
join judged_metric using (metric, definition)
order by wanted.place;
