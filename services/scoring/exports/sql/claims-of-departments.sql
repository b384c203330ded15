-- Claims of any of these departments for one purpose: of this version, of amounts of any version, and of deltas of a later one, which has them in it.
--
-- $1  period       text
-- $2  version      integer
-- $3  departments  text[]
-- $4  purpose      smallint
-- $5  pool         text
select department, claimed_by, claimed_at, profile
from export_claim
where period = $1 and (version = $2 or $4 = 3 or ($4 = 4 and version > $2)) and department = any ($3) and purpose = $4 and pool = $5
order by department, version;
