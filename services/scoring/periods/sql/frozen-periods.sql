-- Every period of which a snapshot was made, with its days. One row a period; all versions of a period have the same days.
select snapshot.period,
       convert_from(snapshot.content, 'UTF8')::jsonb ->> 'first_day' as first_day,
       convert_from(snapshot.content, 'UTF8')::jsonb ->> 'last_day' as last_day
from snapshot
where snapshot.version = 1
order by first_day, snapshot.period;
