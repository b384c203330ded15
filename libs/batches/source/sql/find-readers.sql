-- Which reader has acknowledged something of which shard of this source, ever.
select acknowledged.carries, acknowledged.shard, acknowledged.subscriber
from acknowledged;
