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
select found.case_ref
from (
  select distinct ripe.case_number
  from (
    select question.case_number
    from
      unnest($1::text[], $2::integer[], $3::smallint[], $4::timestamptz[], $5::timestamptz[])
        as range (metric, definition, state, after, through)
      cross join lateral (
        select question.case_number
        from question
        where question.metric_number = (
            select judged_metric.metric_number
            from judged_metric
            where judged_metric.metric = range.metric
              and judged_metric.definition = range.definition
          )
          and question.state = range.state
          and (range.after is null or question.due_at > range.after)
          and question.due_at <= range.through
        order by question.due_at
        limit $6
      ) as question
    limit $6
  ) as ripe
) as ripe
cross join lateral (
  select case_file.case_ref from case_file where case_file.case_number = ripe.case_number offset 0
) as found;
