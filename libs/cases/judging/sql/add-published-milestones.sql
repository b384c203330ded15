-- Stores milestones that are published for the first time, of cases that the caller has locked.
--
-- $1  case_numbers  bigint[]
-- $2  names         text[]
-- $3  parts         text[], '' for the whole case
-- $4  revisions     integer[]
-- $5  withdrawns    boolean[]
-- $6  contents      bytea[]
insert into published (case_number, name, part, revision, withdrawn, content)
select incoming.case_number, incoming.name, incoming.part, incoming.revision, incoming.withdrawn, incoming.content
from
  unnest($1::bigint[], $2::text[], $3::text[], $4::integer[], $5::boolean[], $6::bytea[])
    as incoming (case_number, name, part, revision, withdrawn, content);
