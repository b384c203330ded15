-- Grows with every chunk that is applied anywhere.
select coalesce(sum(shard.version), 0)::bigint as version
from shard
where shard.carries = 'observations';
