-- Adds the members that are not known yet, so that lock-members finds them.
--
-- $1  member_refs  bytea[], each once, in key order
--
-- Two callers at once: the second waits for the first and adds nothing. Both go in key order, so they cannot block each other.
insert into member (member_ref)
select wanted.member_ref from unnest($1::bytea[]) as wanted (member_ref)
on conflict (member_ref) do nothing;
