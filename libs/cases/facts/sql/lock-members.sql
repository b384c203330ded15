-- Locks members, in key order, until the end of the transaction.
--
-- $1  member_refs  bytea[], each once; see facts-of-cases for the lateral join
--
-- Two callers at once: the second waits, and its next statement sees everything that the first has written. Members are locked before
-- feeds, cases and documents, so a transaction that holds one of those never waits for a member.
select locked.member_ref
from (select wanted.member_ref from unnest($1::bytea[]) as wanted (member_ref) order by wanted.member_ref) as wanted
cross join lateral (
  select member.member_ref from member where member.member_ref = wanted.member_ref for update
) as locked;
