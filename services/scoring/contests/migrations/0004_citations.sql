-- 0004: what a ruling rests on: the verdicts of the case that a reviewer has read. A decision of the clock rests on its deadline, and decisions that
-- are older than this cite nothing.

alter table decision
  add column cites text[] not null default '{}',
  add constraint ruling_cites_the_case check (due_at is not null or cardinality(cites) > 0) not valid;
