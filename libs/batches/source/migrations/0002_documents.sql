-- 0002: scoring seals the documents of the company.
alter table own_shard drop constraint own_shard_carries_check;
alter table own_shard add constraint carries_is_known check (carries in ('observations', 'milestones', 'documents'));
