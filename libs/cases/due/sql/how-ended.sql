-- What became of open questions.
--
-- $1  case_refs    bytea[]
-- $2  parts        text[]
-- $3  metrics      text[]
-- $4  definitions  integer[]
-- $5  units        text[]
--
-- Returns a row for each, in their order: whether it is open and would be a hit now (null when it is not open), and whether it was judged as
-- a hit (null when no verdict stands). The rows of each case are found through the primary keys.
select
  (
    select question.as_known = 3
    from question
    where question.case_number = known.case_number
      and question.metric_number is not distinct from known.metric_number
      and question.unit_number is not distinct from known.unit_number
      and question.part is not distinct from asked.part
  ) as is_safe,
  (
    select case when verdict.version % 2 = 1 then verdict.hits > 0 end
    from verdict
    where verdict.case_number = known.case_number
      and verdict.metric_number is not distinct from known.metric_number
      and verdict.unit_number is not distinct from known.unit_number
      and verdict.part is not distinct from asked.part
    order by verdict.version desc
    limit 1
  ) as is_hit
from
  unnest($1::bytea[], $2::text[], $3::text[], $4::integer[], $5::text[])
    with ordinality as asked (case_ref, part, metric, definition, unit, place)
  cross join lateral (
    select
      (select case_file.case_number from case_file where case_file.case_ref = asked.case_ref) as case_number,
      (
        select judged_metric.metric_number
        from judged_metric
        where judged_metric.metric = asked.metric
          and judged_metric.definition = asked.definition
      ) as metric_number,
      (select judged_unit.unit_number from judged_unit where judged_unit.unit = asked.unit) as unit_number
    offset 0
  ) as known
order by asked.place;
