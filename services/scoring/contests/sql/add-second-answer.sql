-- Adds what a second reviewer answers to a decision. There is one answer to each.
--
-- $1  decision     integer
-- $2  answer       smallint
-- $3  reason       text
-- $4  answered_by  text
-- $5  departments  text[], of that person
-- $6  answered_at  timestamptz
insert into second_answer
  (decision, department, judged_by, charged_to, opened_by, decided_by, needs_second, answer, reason, answered_by, departments, answered_at)
select decision.number, decision.department, decision.judged_by, decision.charged_to, decision.opened_by, decision.decided_by,
       decision.needs_second, $2, $3, $4, $5, $6
from decision
where decision.number = $1;
