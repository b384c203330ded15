-- The highest number of a shard that this database seals or reads; 0 where there is none. Documents always have one shard.
select greatest(
  (select coalesce(max(own_shard.shard), 0) from own_shard where own_shard.carries <> 'documents'),
  (select coalesce(max(shard.shard), 0) from shard where shard.carries <> 'documents')
) as most;
