-- Adds a version of what another person has proposed. A document that travels gets the next position.
--
-- $1   kind               text
-- $2   version            integer
-- $3   title              text
-- $4   first_day          date
-- $5   bound_after_start  boolean
-- $6   text               text
-- $7   sha256             bytea
-- $8   published_by       text
-- $9   reason             text
-- $10  proposal           integer, the number of the proposal with this content
-- $11  proposed_by        text, as the proposal has it
insert into document_version
  (kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, proposal, proposed_by, published_at, position)
values (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(),
  case when $1 not in ('ruleset', 'pay-plan', 'export-profiles', 'webhooks') then (select coalesce(max(earlier.position), 0) + 1 from document_version as earlier) end
)
returning document_version.published_at, document_version.position;
