-- Hands what this transaction judged to the next sealing pass.
--
-- $1  carries  text, 'observations' or 'milestones'
-- $2  shard    smallint, from 1
-- $3  content  bytea, cx.batches.v1.Observations or Milestones
--
-- Returns the id. Ids become visible out of order; nobody may step over one, so the sealer takes rows and keeps no mark.
insert into outbox (carries, shard, content)
values ($1, $2, $3)
returning outbox.id;
