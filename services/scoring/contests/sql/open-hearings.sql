-- How many windows of each department run without an answer, among some contests.
--
-- $1  contests  integer[]
-- $2  now       timestamptz
select hearing.party, count(*)::integer as hearings
from hearing
left join hearing_answer using (contest, party)
where hearing.contest = any ($1::integer[])
  and hearing.ends_at > $2
  and hearing_answer.contest is null
group by hearing.party
order by hearing.party;
