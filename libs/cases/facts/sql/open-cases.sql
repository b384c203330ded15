-- Opens the cases that are not known yet, in the shards they will stay in.
--
-- $1  case_refs  bytea[], in key order
-- $2  shards     smallint[], one per case
--
-- Two callers at once: the second waits for the first and opens nothing. Both go in key order, so neither waits for ever.
insert into case_file (case_ref, shard)
select incoming.case_ref, incoming.shard
from unnest($1::bytea[], $2::smallint[]) as incoming (case_ref, shard)
on conflict (case_ref) do nothing;
