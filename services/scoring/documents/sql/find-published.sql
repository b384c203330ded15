-- What is published: the position of the newest document that travels, and one hash over all documents; 0 and the hash of nothing when
-- there is none. The hash covers when a document was published, because that decides what is payable.
select coalesce(max(document_version.position), 0) as position,
       sha256(convert_to(coalesce(string_agg(
         document_version.kind || ' ' || document_version.version || ' ' || encode(document_version.sha256, 'hex') || ' '
           || extract(epoch from document_version.published_at) || chr(10), ''
         order by document_version.kind, document_version.version
       ), ''), 'UTF8')) as sha256
from document_version;
