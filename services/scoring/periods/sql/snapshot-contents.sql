-- The content of some versions of a period.
--
-- $1  period    text
-- $2  versions  integer[]
select snapshot.content, snapshot.content_sha256
from snapshot
where snapshot.period = $1
  and snapshot.version = any ($2::integer[]);
