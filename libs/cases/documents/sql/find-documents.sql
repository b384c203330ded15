-- The documents in force, by position: from 1 to the first gap.
with newest as (
  select distinct on (company_document.position) company_document.*
  from company_document
  where company_document.voided_at is null
  order by company_document.position, company_document.batch_epoch desc, company_document.batch_number desc
), numbered as (
  select newest.*, row_number() over (order by newest.position) as place
  from newest
)
select numbered.position, numbered.kind, numbered.version, numbered.first_day::text, numbered.bound_after_start, numbered.text,
       numbered.sha256, numbered.published_at
from numbered
where numbered.position = numbered.place
order by numbered.position;
