-- Adds the cases that are not known yet, each in the shard in which it stays.
--
-- $1  case_refs   bytea[], in key order
-- $2  shards      smallint[], one for each case
-- $3  of_subject  boolean[], one for each case
--
-- Two callers at once: the second waits for the first and adds nothing. Both go in key order, so they cannot block each other.
insert into case_file (case_ref, shard, of_subject)
select incoming.case_ref, incoming.shard, incoming.of_subject
from unnest($1::bytea[], $2::smallint[], $3::boolean[]) as incoming (case_ref, shard, of_subject)
on conflict (case_ref) do nothing;
