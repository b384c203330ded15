-- Adds a proposal with the next number.
--
-- $1  kind               text
-- $2  base_version       integer
-- $3  title              text
-- $4  first_day          date
-- $5  bound_after_start  boolean
-- $6  text               text
-- $7  sha256             bytea
-- $8  proposed_by        text
-- $9  reason             text
--
-- Two callers at once: both hold the lock of lock-documents.sql one after the other, so each gets a number of its own.
insert into document_proposal
  (number, kind, base_version, title, first_day, bound_after_start, text, sha256, proposed_by, reason, proposed_at)
select coalesce(max(earlier.number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp()
from document_proposal as earlier
returning document_proposal.number, document_proposal.proposed_at;
