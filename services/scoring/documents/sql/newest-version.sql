-- The number of the newest version of a kind; 0 when there is none.
--
-- $1  kind  text
select coalesce(max(document_version.version), 0) as version
from document_version
where document_version.kind = $1;
