-- A number that grows with every commit of batches, in any shard.
select coalesce(sum(shard.version), 0)::bigint as version
from shard
where shard.carries = 'observations';
