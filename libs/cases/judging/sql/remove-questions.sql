-- Removes evaluations that have a verdict now or are not made any more, of cases that the caller has locked.
--
-- $1  case_numbers    bigint[]
-- $2  parts           text[]
-- $3  metric_numbers  integer[]
-- $4  unit_numbers    integer[]
--
-- The rows of each case are found through the primary key, see facts-of-cases for the lateral join. `is not distinct from` keeps
-- PostgreSQL from reading all rows of a metric through question_by_instant, which it prefers before the first ANALYZE. The locked cases
-- keep the places of their rows.
delete from question
where question.ctid = any (array(
  select found.place
  from unnest($1::bigint[], $2::text[], $3::integer[], $4::integer[]) as answered (case_number, part, metric_number, unit_number)
  cross join lateral (
    select question.ctid as place
    from question
    where question.case_number = answered.case_number
      and question.metric_number is not distinct from answered.metric_number
      and question.unit_number is not distinct from answered.unit_number
      and question.part is not distinct from answered.part
    offset 0
  ) as found
));
