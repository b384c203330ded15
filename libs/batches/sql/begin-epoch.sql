-- Begins a new epoch when another cluster, or another life of it, sealed last. Once per life: the row then names this one.
--
-- $1  carries    text
-- $2  shard      smallint
-- $3  system_id  text
-- $4  timeline   integer
update own_shard
set epoch = own_shard.epoch + 1,
    system_id = $3,
    timeline = $4,
    continues_number = own_shard.next_number - 1,
    next_number = 1,
    published_number = 0
where own_shard.carries = $1
  and own_shard.shard = $2
  and (own_shard.system_id, own_shard.timeline) is distinct from ($3, $4);
