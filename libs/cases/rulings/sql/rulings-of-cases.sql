-- The rulings that hold on cases: of each contest the newest, in order of contests; dismissals are left out.
--
-- $1  case_refs  bytea[], each once
with newest as (
  select distinct on (ruling.contest) ruling.*
  from ruling
  where ruling.case_ref = any ($1::bytea[])
    and ruling.voided_at is null
  order by ruling.contest, ruling.number desc, ruling.batch_epoch desc
)
select newest.case_ref, newest.number, newest.contest, newest.metric, newest.party, newest.charged_to, newest.ruled_at
from newest
where newest.outcome <> 1
order by newest.contest;
