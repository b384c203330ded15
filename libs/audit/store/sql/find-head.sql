-- The newest line of the audit log, and the time of the database as the lines state it: UTC with microseconds.
--
-- Returns one row; position and hash are null while there is no line. Two callers at once get the same row.
select
  to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  newest.position,
  newest.hash
from (values (1)) as always (one)
left join (
  select audit.position, audit.hash
  from audit
  order by audit.position desc
  limit 1
) as newest on true;
