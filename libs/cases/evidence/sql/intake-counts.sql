-- What this source has taken in, for people and dashboards, from the counts that are kept as rows are written (migration 0011).
--
-- $1  promised  text, the kind of the milestone that a case waits for, 'ordering/promised'; null where none is needed
--
-- Takes no lock. Reads a few rows for each statement that wrote since the counts were summed.
select
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'facts'), 0)::bigint as facts,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'cases'), 0)::bigint as cases,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'milestone ' || $1::text), 0)::bigint as promised_cases,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'subject cases'), 0)::bigint as subject_cases,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'suspicious cases'), 0)::bigint as suspicious_cases,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'observations'), 0)::bigint as observations,
  coalesce(sum(intake_count.amount) filter (where intake_count.what = 'erased cases'), 0)::bigint as erased_cases
from intake_count;
