-- Adds what this transaction judged to the outbox, for the next sealing pass.
--
-- $1  carries  text, 'observations' or 'milestones'
-- $2  shard    smallint, from 1
-- $3  content  bytea, cx.batches.v1.Observations or Milestones
--
-- Returns the id. Ids of concurrent transactions become visible out of order, so the sealer deletes the rows it took and keeps
-- no mark that a late id could fall behind.
insert into outbox (carries, shard, content)
values ($1, $2, $3)
returning outbox.id;
