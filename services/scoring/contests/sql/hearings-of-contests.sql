-- Who was told of some contests, in order of time, and what they answered.
--
-- $1  contests  integer[]
select
  hearing.contest, hearing.party, hearing.opened_at, hearing.ends_at, hearing_answer.text, hearing_answer.evidence, hearing_answer.answered_by,
  hearing_answer.answered_at
from hearing
left join hearing_answer using (contest, party)
where hearing.contest = any ($1::integer[])
order by hearing.opened_at, hearing.party;
