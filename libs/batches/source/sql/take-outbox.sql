-- Committed transactions that are not sealed yet, oldest ids first. The caller holds the shard's row lock, so no other sealer
-- takes them.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  limit    integer
select outbox.id, outbox.content
from outbox
where outbox.carries = $1
  and outbox.shard = $2
order by outbox.id
limit $3;
