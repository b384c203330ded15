-- One version of a kind, or the newest.
--
-- $1  kind     text
-- $2  version  integer, or null for the newest
select document_version.version, document_version.title, document_version.first_day::text, document_version.bound_after_start,
       document_version.text, document_version.sha256, document_version.published_by, document_version.reason,
       document_version.published_at, document_version.position, document_version.proposal,
       coalesce(document_version.proposed_by, '') as proposed_by
from document_version
where document_version.kind = $1
  and ($2::integer is null or document_version.version = $2)
order by document_version.version desc
limit 1;
