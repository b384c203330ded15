-- Stores milestones of which an earlier revision was published, of cases that the caller has locked.
--
-- $1  case_refs   bytea[]
-- $2  names       text[]
-- $3  parts       text[], '' for the whole case
-- $4  revisions   integer[]
-- $5  withdrawns  boolean[]
-- $6  contents    text[]
insert into published_milestone (case_ref, name, part, revision, withdrawn, content)
select incoming.case_ref, incoming.name, incoming.part, incoming.revision, incoming.withdrawn, incoming.content
from
  unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::boolean[], $6::text[])
    as incoming (case_ref, name, part, revision, withdrawn, content)
on conflict (case_ref, name, part) do update
set revision = excluded.revision, withdrawn = excluded.withdrawn, content = excluded.content;
