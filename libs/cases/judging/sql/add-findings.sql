-- Numbers findings that have no number yet; see add-metrics.
--
-- $1  classes         smallint[], with $2 to $4: each finding once
-- $2  origins         smallint[]
-- $3  reasons         text[]
-- $4  responsibles    text[]
-- $5  rules_position  integer, the same for all
insert into finding (class, origin, reason, responsible, rules_position)
select wanted.class, wanted.origin, wanted.reason, wanted.responsible, $5::integer
from unnest($1::smallint[], $2::smallint[], $3::text[], $4::text[]) as wanted (class, origin, reason, responsible)
where not exists (
  select
  from finding
  where finding.rules_position = $5::integer
    and finding.class = wanted.class
    and finding.origin = wanted.origin
    and finding.reason = wanted.reason
    and finding.responsible = wanted.responsible
)
order by wanted.class, wanted.origin, wanted.reason, wanted.responsible
on conflict (rules_position, class, origin, reason, responsible) do nothing;
