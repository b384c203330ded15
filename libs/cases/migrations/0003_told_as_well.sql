-- 0003: what two lives of a department told, both of which happened, stands once; the other telling waits here, should the first
-- turn out to be a ghost. It happens when a department got more shards, was restored from before that, and told a case again in
-- another shard: a shard does not know when another one's life ends.

alter table void_fact alter column voided_at drop not null;  -- null: it happened, and another telling stands
create index void_fact_spare on void_fact (feed, fact_id) where voided_at is null;
