-- Adds what a department answers. There is one answer to each hearing.
--
-- $1  contest      integer
-- $2  party        text
-- $3  text         text
-- $4  evidence     text[]
-- $5  answered_by  text
-- $6  departments  text[], of that person
-- $7  answered_at  timestamptz
insert into hearing_answer (contest, party, ends_at, text, evidence, answered_by, departments, answered_at)
select hearing.contest, hearing.party, hearing.ends_at, $3, $4, $5, $6, $7
from hearing
where hearing.contest = $1
  and hearing.party = $2;
