-- The position of the newest document in force, and one hash over all of them; 0 and the hash of nothing when there is none.
-- The hash covers kind, version and hash of meaning of each document, in order of position.
with newest as (
  select distinct on (company_document.position) company_document.position, company_document.kind, company_document.version,
         company_document.sha256, company_document.published_at
  from company_document
  where company_document.voided_at is null
  order by company_document.position, company_document.batch_epoch desc, company_document.batch_number desc
), numbered as (
  select newest.*, row_number() over (order by newest.position) as place
  from newest
)
select coalesce(max(numbered.position), 0) as position,
       max(numbered.published_at) as published_at,
       sha256(convert_to(coalesce(string_agg(
         numbered.kind || ' ' || numbered.version || ' ' || encode(numbered.sha256, 'hex') || chr(10), '' order by numbered.position
       ), ''), 'UTF8')) as sha256
from numbered
where numbered.position = numbered.place;
