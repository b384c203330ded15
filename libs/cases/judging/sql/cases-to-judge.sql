-- Cases with evaluations that can be judged now, the earliest due first.
--
-- $1  metrics      text[]         one entry for each definition, state and range
-- $2  definitions  integer[]
-- $3  states       smallint[]
-- $4  after        timestamptz[]  due later than this; null: from the beginning
-- $5  through      timestamptz[]  and not later than this
-- $6  at_most      integer
--
-- Returns refs of at most that many evaluations, so some fewer cases. Takes no lock: the caller locks the cases and reads them
-- again.
select distinct ripe.case_ref
from (
  select due.case_ref
  from
    unnest($1::text[], $2::integer[], $3::smallint[], $4::timestamptz[], $5::timestamptz[])
      as range (metric, definition, state, after, through)
    cross join lateral (
      select due.case_ref
      from due
      where due.metric = range.metric
        and due.definition = range.definition
        and due.state = range.state
        and (range.after is null or due.due_at > range.after)
        and due.due_at <= range.through
      order by due.due_at
      limit $6
    ) as due
  limit $6
) as ripe;
