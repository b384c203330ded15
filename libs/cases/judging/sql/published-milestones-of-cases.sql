-- The milestones of these cases, each as it was published last.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
select newest.case_ref, newest.name, newest.part, newest.revision, newest.withdrawn, newest.content
from unnest($1::bytea[]) as wanted (case_ref)
cross join lateral (
  select published_milestone.* from published_milestone where published_milestone.case_ref = wanted.case_ref offset 0
) as newest;
