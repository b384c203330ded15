-- Stores how far a milestone shard is complete, in the transaction that stored its milestones.
--
-- $1  source            text
-- $2  shard             smallint
-- $3  complete_through  timestamptz; null: one of its feeds has not declared anything
insert into upstream (source, shard, complete_through)
values ($1, $2, $3)
on conflict (source, shard) do update
set complete_through = excluded.complete_through;
