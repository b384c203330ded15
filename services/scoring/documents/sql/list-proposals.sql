-- Proposals below a number, newest first, with what became of them.
--
-- $1  kind    text, or null for all kinds
-- $2  below   integer
-- $3  states  text[], of 'OPEN', 'PUBLISHED' and 'OUTDATED'
-- $4  how many at most
--
-- Published: a version since the proposal has its content. Outdated: another one was published since; a ruleset stands beside the
-- others, so it stays open.
select proposal.number, proposal.kind, proposal.base_version, proposal.title, proposal.first_day::text, proposal.bound_after_start,
       proposal.text, proposal.sha256, proposal.proposed_by, proposal.reason, proposal.proposed_at,
       base.sha256 as base_sha256, since.published_version, since.state
from document_proposal as proposal
left join document_version as base on base.kind = proposal.kind and base.version = proposal.base_version
cross join lateral (
  select min(later.version) filter (where later.sha256 = proposal.sha256) as published_version,
         case
           when bool_or(later.sha256 = proposal.sha256) then 'PUBLISHED'
           when proposal.kind <> 'ruleset' and count(*) > 0 then 'OUTDATED'
           else 'OPEN'
         end as state
  from document_version as later
  where later.kind = proposal.kind
    and later.version > proposal.base_version
) as since
where ($1::text is null or proposal.kind = $1)
  and proposal.number < $2
  and since.state = any($3::text[])
order by proposal.number desc
limit $4;
