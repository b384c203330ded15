-- The number of the newest contest; null without one.
select max(contest.number) as newest
from contest;
