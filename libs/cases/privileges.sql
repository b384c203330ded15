-- What the process of a department may do with its cases. Facts and verdicts are only added. The process deletes a fact by two
-- functions only: void_milestones moves milestones of voided batches among the spare ones, and erase_cases erases a person. Triggers count
-- what is written.
grant select, insert on
  case_file, case_key, company_document, fact, feed, feed_default, finding, inconsistency, judged_metric, judged_unit, member, published,
  question, rejudging, ruling, spare_milestone, upstream, verdict
to :"service";

-- A row lock needs the right to update one column; triggers refuse that update itself.
grant update (case_ref, version) on case_file to :"service";
grant update (member_ref) on member to :"service";

grant update (voided_at) on company_document, ruling, spare_milestone to :"service";
grant update (as_known, day, due_at, state) on question to :"service";
grant update (origin, has_reported, complete_through, declared_at) on feed to :"service";
grant update (origin, zone, declared_at) on feed_default to :"service";
grant update (revision, withdrawn, content) on published to :"service";
grant select on due, erased_case, intake_count, observation, published_milestone to :"service";
grant update (after_ref, began_at) on rejudging to :"service";
grant update (complete_through) on upstream to :"service";

grant delete on inconsistency, question, rejudging, spare_milestone to :"service";
grant execute on function void_milestones(integer, integer, bigint), erase_cases(bytea[], boolean), sum_intake_counts() to :"service";
