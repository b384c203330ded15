-- How many proposals of each kind are open; list-proposals.sql says which are. A kind without one has no row.
select proposal.kind, count(*)::integer as proposals
from document_proposal as proposal
where not exists (
  select from document_version as later
  where later.kind = proposal.kind
    and later.version > proposal.base_version
    and (later.sha256 = proposal.sha256 or proposal.kind <> 'ruleset')
)
group by proposal.kind;
