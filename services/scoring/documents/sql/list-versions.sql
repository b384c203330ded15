-- Versions of a kind below a number, newest first.
--
-- $1  kind   text
-- $2  below  integer
-- $3  how many at most
select document_version.version, document_version.title, document_version.first_day::text, document_version.bound_after_start,
       document_version.text, document_version.sha256, document_version.published_by, document_version.reason,
       document_version.published_at, document_version.position, document_version.proposal,
       coalesce(document_version.proposed_by, '') as proposed_by
from document_version
where document_version.kind = $1
  and document_version.version < $2
order by document_version.version desc
limit $3;
