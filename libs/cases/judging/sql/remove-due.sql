-- Forgets questions that are judged now or not asked any more, of cases the caller has locked.
--
-- $1  case_refs  bytea[]
-- $2  metrics    text[]
-- $3  units      text[]
delete from due
using unnest($1::bytea[], $2::text[], $3::text[]) as answered (case_ref, metric, unit)
where due.case_ref = answered.case_ref
  and due.metric = answered.metric
  and due.unit = answered.unit;
