-- The fact ids among these that a feed has used before, each with its case and the hash of its content.
--
-- $1  feed      text
-- $2  fact_ids  text[], each once; see facts-of-cases for the lateral join
--
-- Returns one row for each known id. Takes no lock: add-facts finds an id that another caller adds at this moment.
select known.fact_id, known.case_ref, known.kind, known.body_sha256
from unnest($2::text[]) as wanted (fact_id)
cross join lateral (
  select fact.* from fact where fact.feed = $1 and fact.fact_id = wanted.fact_id offset 0
) as known;
