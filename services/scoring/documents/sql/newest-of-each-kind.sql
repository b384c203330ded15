-- The newest version of each kind that travels.
select distinct on (document_version.kind)
       document_version.kind, document_version.version, document_version.title, document_version.first_day::text,
       document_version.bound_after_start, document_version.text, document_version.sha256, document_version.published_by,
       document_version.reason, document_version.published_at, document_version.position, document_version.proposal,
       coalesce(document_version.proposed_by, '') as proposed_by
from document_version
where document_version.position is not null
order by document_version.kind, document_version.version desc;
