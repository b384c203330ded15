-- The decisions about contests, in order of time, each with what a second reviewer answered and the ruling that it became.
--
-- $1  contests  integer[]
select
  decision.number, decision.contest, decision.request_id, decision.request_sha256, decision.outcome, decision.charged_to, decision.reason,
  decision.evidence, decision.needs_second, decision.decided_by, decision.decided_at, decision.due_at, decision.cites, second_answer.answer,
  second_answer.reason as answer_reason, second_answer.answered_by, ruling.number as ruling
from decision
left join second_answer on second_answer.decision = decision.number
left join ruling on ruling.decision = decision.number
where decision.contest = any ($1::integer[])
order by decision.number;
