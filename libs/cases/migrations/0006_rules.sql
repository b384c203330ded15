-- 0006: by which documents a case was judged, and judging every case again when they change.
--
-- An observation names the position of the newest document by which it was judged. So a verdict can be traced to the definition, the
-- limits and the versions of documents that gave it. Before the company had documents, and before this column, it is 0.
alter table observation add column rules_position integer not null default 0;
alter table observation add constraint rules_position_from_zero check (rules_position >= 0);

-- An evaluation that has no due instant, because its limit stands still while the help desk waits for the customer. Its due_at is the
-- instant since which it stands still; no sweep looks for it.
alter table due drop constraint due_state_is_known;
alter table due add constraint due_state_is_known check (state between 1 and 4); -- 4 STANDS_STILL

-- At most one row: documents have changed, and the cases after the cursor are judged again. The row goes when all are.
create table rejudging (
  singleton  boolean     not null default true,
  after_ref  bytea,                           -- cases to here are judged; null: none yet
  began_at   timestamptz not null,            -- when the newest documents arrived

  primary key (singleton),
  constraint only_one_pass check (singleton)
);
