-- Remembers what was told to other departments, of cases the caller has locked.
--
-- $1  case_refs   bytea[]
-- $2  names       text[]
-- $3  revisions   integer[]
-- $4  withdrawns  boolean[]
-- $5  contents    text[]
insert into told (case_ref, name, revision, withdrawn, content)
select incoming.case_ref, incoming.name, incoming.revision, incoming.withdrawn, incoming.content
from
  unnest($1::bytea[], $2::text[], $3::integer[], $4::boolean[], $5::text[])
    as incoming (case_ref, name, revision, withdrawn, content)
on conflict (case_ref, name) do update
set revision = excluded.revision, withdrawn = excluded.withdrawn, content = excluded.content;
