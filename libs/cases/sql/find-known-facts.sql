-- Which of these fact ids a feed has used before, for which case, and with what content.
--
-- $1  feed      text
-- $2  fact_ids  text[]
--
-- Returns one row per known id. Takes no lock: whoever adds the same id at this moment is found by add-facts.
select fact.fact_id, fact.case_ref, fact.kind, fact.body_sha256
from fact
where fact.feed = $1
  and fact.fact_id = any ($2::text[]);
