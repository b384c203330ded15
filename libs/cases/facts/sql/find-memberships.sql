-- Every fact and withdrawal about these members, each a case alone or a part of a larger case. The caller finds out which of them
-- stand.
--
-- $1  member_refs  bytea[], each once: the refs that they have as cases alone; see facts-of-cases for the lateral join
-- $2  ids          text[], one for each: the parts that they are in larger cases
--
-- Takes no lock. The caller has locked the members, so no other transaction stores facts about them meanwhile.
select wanted.member_ref, about.case_ref, about.feed, about.fact_id, about.withdraws
from unnest($1::bytea[], $2::text[]) as wanted (member_ref, id)
cross join lateral (
  (select fact.* from fact where fact.case_ref = wanted.member_ref and fact.part = '' offset 0)
  union all
  (select fact.* from fact where fact.part = wanted.id and fact.part <> '' offset 0)
) as about;
