-- How many open questions would be misses if nothing more were reported, by metric, definition, outlook and range of due instants.
--
-- $1  metrics      text[]         one entry for each definition, outlook and range
-- $2  definitions  integer[]
-- $3  as_known     smallint[]     1 MISS, 2 MISS_OF_OTHERS
-- $4  after        timestamptz[]  due later than this; -infinity: from the beginning
-- $5  through      timestamptz[]  and not later than this; infinity: to the end
--
-- Returns a row for each entry, in their order. It reads these questions by the index question_at_risk and no others. Those that are charged for
-- silence (3) are misses already, and those that stand still (4) are not due.
select counted.questions
from
  unnest($1::text[], $2::integer[], $3::smallint[], $4::timestamptz[], $5::timestamptz[])
    with ordinality as asked (metric, definition, as_known, after, through, place)
  cross join lateral (
    select count(*) as questions
    from question
    where question.metric_number = (
        select judged_metric.metric_number
        from judged_metric
        where judged_metric.metric = asked.metric
          and judged_metric.definition = asked.definition
      )
      and question.as_known = asked.as_known
      and question.due_at > asked.after
      and question.due_at <= asked.through
      and question.state <= 2
      and question.as_known in (1, 2)
  ) as counted
order by asked.place;
