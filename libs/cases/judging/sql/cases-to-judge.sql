-- Cases with questions whose time has come, the earliest due first.
--
-- $1  metrics  text[]         one entry per metric, state and range
-- $2  states   smallint[]
-- $3  after    timestamptz[]  due later than this; null: from the beginning
-- $4  through  timestamptz[]  and not later than this
-- $5  at_most  integer
--
-- Returns refs of at most that many questions, so some fewer cases. Takes no lock: the caller locks them and looks again.
select distinct ripe.case_ref
from (
  select due.case_ref
  from
    unnest($1::text[], $2::smallint[], $3::timestamptz[], $4::timestamptz[]) as horizon (metric, state, after, through)
    cross join lateral (
      select due.case_ref
      from due
      where due.metric = horizon.metric
        and due.state = horizon.state
        and (horizon.after is null or due.due_at > horizon.after)
        and due.due_at <= horizon.through
      order by due.due_at
      limit $5
    ) as due
  limit $5
) as ripe;
