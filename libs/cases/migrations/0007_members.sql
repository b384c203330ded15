-- 0007: one lock for each contact, whatever its issue.
--
-- A contact is a case alone or a part of an issue, and all facts about it stand in one case. Two calls at one instant could each find no
-- fact of the other and store one contact in two issues. Now a call locks the row of each contact before it looks for facts about it.
-- The table says nothing about contacts, so those that were reported before it get their rows when they are reported again.
create table member (
  member_ref bytea not null,                -- the ref that the member has as a case alone
  primary key (member_ref),
  constraint member_ref_is_16_bytes check (octet_length(member_ref) = 16)
);
