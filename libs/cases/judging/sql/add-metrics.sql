-- Numbers definitions of metrics that have no number yet.
--
-- $1  metrics      text[], with $2: each definition once
-- $2  definitions  integer[]
--
-- Two callers at once: the second waits for the first and adds nothing. All go in one order, so they cannot block each other.
insert into judged_metric (metric, definition)
select wanted.metric, wanted.definition
from unnest($1::text[], $2::integer[]) as wanted (metric, definition)
where not exists (
  select from judged_metric where judged_metric.metric = wanted.metric and judged_metric.definition = wanted.definition
)
order by wanted.metric, wanted.definition
on conflict (metric, definition) do nothing;
