-- The numbers of units, in the order given. The lateral join looks up one after the other, however many units there are.
--
-- $1  units  text[]
select found.unit_number as number
from unnest($1::text[]) with ordinality as wanted (unit, place)
cross join lateral (
  select judged_unit.unit_number from judged_unit where judged_unit.unit = wanted.unit offset 0
) as found
order by wanted.place;
