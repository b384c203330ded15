-- Stores waiting counts of a shard as they are now.
--
-- $1  shard_id     integer
-- $2  metrics      text[]
-- $3  definitions  integer[]
-- $4  units        text[]
-- $5  days         date[]
-- $6  cases        bigint[], each above 0
-- $7  waits_for    text[]
insert into waiting (shard_id, metric, definition, unit, day, cases, waits_for)
select $1, waiting_count.*
from unnest($2::text[], $3::integer[], $4::text[], $5::date[], $6::bigint[], $7::text[]) as waiting_count
on conflict (shard_id, metric, definition, unit, day) do update
set cases = excluded.cases, waits_for = excluded.waits_for;
