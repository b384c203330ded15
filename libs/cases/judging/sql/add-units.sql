-- Numbers units that have no number yet; see add-metrics.
--
-- $1  units  text[], each once
insert into judged_unit (unit)
select wanted.unit
from unnest($1::text[]) as wanted (unit)
where not exists (select from judged_unit where judged_unit.unit = wanted.unit)
order by wanted.unit
on conflict (unit) do nothing;
