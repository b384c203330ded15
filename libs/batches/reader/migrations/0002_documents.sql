-- 0002: departments receive the documents of the company, which scoring seals.
alter table shard drop constraint shard_carries_check;
alter table shard add constraint carries_is_known check (carries in ('observations', 'milestones', 'documents'));
