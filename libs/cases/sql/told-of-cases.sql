-- What was last told to other departments about these cases.
--
-- $1  case_refs  bytea[]
select told.case_ref, told.name, told.revision, told.withdrawn, told.content
from told
where told.case_ref = any ($1::bytea[]);
