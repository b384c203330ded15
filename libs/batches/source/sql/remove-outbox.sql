-- Deletes the outbox rows that were sealed in this transaction.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  ids      bigint[]
delete from outbox
where outbox.carries = $1
  and outbox.shard = $2
  and outbox.id = any($3::bigint[]);
