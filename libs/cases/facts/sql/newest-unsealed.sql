-- The newest transaction of each observation shard that is committed and not sealed yet.
select outbox.shard, max(outbox.id) as outbox_id
from outbox
where outbox.carries = 'observations'
group by outbox.shard;
