-- 0002: cells are numbered shard by shard, by the one writer that holds the shard's fence.
--
-- Ids from a shared sequence grew with everybody's cells and were used up by transactions that were rolled back. Small ids
-- keep the hot table's index small, and what was counted on one day of a shard stays close together.

alter table cell alter column cell_id drop identity;

-- Finds the first drained batch at or after an instant, which is how the cut of a period is found.
create index batch_archive_drained on batch_archive (shard_id, sealed_at) where drained and not void;
