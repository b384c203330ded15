-- What scoring may do with the documents of the company: add versions. Triggers refuse every change, also by the owner of the table.
grant select, insert on document_version to :"service";
-- The same of proposals: a proposal is open until a version is published, so no row of it ever changes.
grant select, insert on document_proposal to :"service";
