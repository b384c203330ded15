-- The position of the newest document that travels, and one hash over all of them; 0 and the hash of nothing when there is none.
-- A department computes the same hash of what it has: over kind, version and hash of meaning, in the order of the positions.
select coalesce(max(document_version.position), 0) as position,
       max(document_version.published_at) as published_at,
       sha256(convert_to(coalesce(string_agg(
         document_version.kind || ' ' || document_version.version || ' ' || encode(document_version.sha256, 'hex') || chr(10), ''
         order by document_version.position
       ), ''), 'UTF8')) as sha256
from document_version
where document_version.position is not null;
