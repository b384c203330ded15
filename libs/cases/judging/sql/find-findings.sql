-- The numbers of findings, in the order given; the parameters are those of add-findings.
--
-- $1  classes         smallint[]
-- $2  origins         smallint[]
-- $3  reasons         text[]
-- $4  responsibles    text[]
-- $5  rules_position  integer
select finding.finding_number as number
from
  unnest($1::smallint[], $2::smallint[], $3::text[], $4::text[]) with ordinality
    as wanted (class, origin, reason, responsible, place)
  join finding using (class, origin, reason, responsible)
where finding.rules_position = $5::integer
order by wanted.place;
