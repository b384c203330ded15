-- Which of these fact ids a feed has used before, for which case, and with what content.
--
-- $1  feed      text
-- $2  fact_ids  text[], each once; one after the other, see facts-of-cases
--
-- Returns one row per known id. Takes no lock: whoever adds the same id at this moment is found by add-facts.
select known.fact_id, known.case_ref, known.kind, known.body_sha256
from unnest($2::text[]) as wanted (fact_id)
cross join lateral (
  select fact.* from fact where fact.feed = $1 and fact.fact_id = wanted.fact_id offset 0
) as known;
