-- 0002: where a milestone came from, so that it can be taken back when the department that told it was restored from before.

alter table fact
  add column shard_id integer,        -- of milestones: the batch that brought it
  add column epoch    integer,
  add column number   bigint,
  add constraint came_in_one_batch check (num_nonnulls(shard_id, epoch, number) in (0, 3));
create index fact_told_in on fact (shard_id, epoch, number) where shard_id is not null;

-- Milestones that never happened: told in a life of their department that nobody remembers. Kept as evidence, and in case
-- that life turns out to have happened after all.
create table void_fact (
  like fact,
  voided_at timestamptz not null,

  primary key (shard_id, epoch, number, fact_id)
);
