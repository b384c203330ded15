-- 0001: the cases of a department, the facts that are known of them, and the observations that follow.
--
-- Facts and observations are only added. A correction is a fact that withdraws another one. An observation that changes is
-- retracted and recorded again. So the evidence shows what was known and what was decided at every moment.
--
-- A part is what a case consists of: a parcel of an order, an issue of several contacts. Everything that can concern a part
-- names it in its key. The part is empty for what concerns the whole case.

-- One row for each case: an order or a contact. A transaction locks this row before it judges the case. The id of the case
-- stands only in the bodies of facts.
create table case_file (
  case_ref bytea    not null,              -- 16 bytes, see cx.batches.v1.Milestone
  shard    smallint not null,              -- the shard of its batches; never changes
  primary key (case_ref),
  constraint case_ref_is_16_bytes check (octet_length(case_ref) = 16),
  constraint shard_from_one check (shard >= 1)
);

-- Facts as they were reported. A milestone of another department is a fact too: its feed is that department.
create table fact (
  case_ref       bytea       not null,
  part           text        not null default '',
  feed           text        not null,     -- the authenticated caller
  fact_id        text        not null,     -- the caller's own id; of a milestone "promised/1/<case_ref>", see milestoneFactId
  kind           text        not null,     -- "delivered"; of a milestone "ordering/promised"
  happened_at    timestamptz not null,
  recorded_at    timestamptz not null,
  withdraws      text,                     -- the fact_id of the fact of the same feed that this one withdraws
  origin         smallint    not null,     -- 1 REPORTED, 2 IMPORTED, 3 GENERATED
  body           bytea       not null,     -- protobuf of the typed fact: the only place that holds the id of the case
  body_sha256    bytea       not null,     -- stays when the body is erased
  batch_shard_id integer,                  -- of a milestone: the batch that brought it
  batch_epoch    integer,
  batch_number   bigint,
  primary key (feed, fact_id),
  constraint fact_origin_is_known check (origin between 1 and 3),
  constraint body_sha256_is_32_bytes check (octet_length(body_sha256) = 32),
  constraint milestone_came_in_one_batch check (num_nonnulls(batch_shard_id, batch_epoch, batch_number) in (0, 3))
);
create index fact_of_case on fact (case_ref);
create index fact_of_batch on fact (batch_shard_id, batch_epoch, batch_number) where batch_shard_id is not null;

-- Milestones that do not count. Either their batch was voided (voided_at), because the epoch that sealed it ended before that
-- batch; they count again if the batch turns out to have survived. Or another batch brought the same milestone first
-- (voided_at is null); this spare copy counts if that batch is voided.
create table spare_milestone (
  like fact including defaults,
  voided_at timestamptz,
  primary key (batch_shard_id, batch_epoch, batch_number, fact_id)
);
create index spare_milestone_not_voided on spare_milestone (feed, fact_id) where voided_at is null;

-- Every version of every observation. Odd versions record it, even versions retract the version before.
create table observation (
  case_ref    bytea       not null,
  part        text        not null default '',
  metric      text        not null,
  definition  integer     not null,
  unit        text        not null,
  version     integer     not null,
  day         date        not null,
  class       smallint    not null,        -- 1 ACCOUNTABLE, 2 EXCLUDED, 3 OTHERS
  reason      text        not null,
  responsible text        not null,
  origin      smallint    not null,
  hits        smallint    not null,        -- 1 and 0, or 0 and 1; a quantity for tallies
  misses      smallint    not null,
  cause       text        not null,        -- "olist/4711", "ordering/promised", "sweep" or "FEED_SILENT"
  judged_at   timestamptz not null,
  primary key (case_ref, metric, definition, unit, part, version),
  constraint class_is_known check (class between 1 and 3),
  constraint observation_origin_is_known check (origin between 1 and 3),
  constraint only_the_accountable_have_no_reason check ((class = 1) = (reason = '') and (class = 1) = (responsible = '')),
  constraint results_are_not_negative check (hits >= 0 and misses >= 0)
);
create index observation_evidence on observation (metric, day, unit);

-- Evaluations without an observation of their own, because not everything that happened before due_at has been reported.
create table due (
  case_ref   bytea       not null,
  part       text        not null default '',
  metric     text        not null,
  definition integer     not null,
  unit       text        not null,
  day        date        not null,
  due_at     timestamptz not null,
  state      smallint    not null,         -- 1 MAY_GO_SILENT, 2 WAITS (imported, generated), 3 CHARGED as FEED_SILENT
  primary key (case_ref, metric, definition, unit, part),
  constraint due_state_is_known check (state between 1 and 3)
);
create index due_by_instant on due (metric, definition, state, due_at);

-- The milestones that were published to the other departments, each as it was published last.
create table published_milestone (
  case_ref  bytea    not null,
  part      text     not null default '',
  name      text     not null,             -- "promised"
  revision  integer  not null,             -- from 1
  withdrawn boolean  not null,
  content   text     not null,             -- the milestone and its origin as canonical JSON, to see whether it changed
  primary key (case_ref, name, part),
  constraint revision_from_one check (revision >= 1)
);

-- Facts of a case that contradict each other. They are accepted, judged and shown.
create table inconsistency (
  case_ref      bytea not null,
  inconsistency text  not null,            -- "HANDED_OVER_BEFORE_APPROVAL", "DELIVERED_TWICE"
  primary key (case_ref, inconsistency)
);

-- The feeds that report here, and how far each has reported.
create table feed (
  feed             text        not null,
  origin           smallint    not null,   -- the worst origin that it ever sent
  complete_through timestamptz,            -- null: it has not declared anything
  declared_at      timestamptz,
  primary key (feed)
);

-- How far the milestones of other departments are taken in and complete.
create table upstream (
  source           text        not null,
  shard            smallint    not null,
  complete_through timestamptz,            -- the least of its feeds; null: one of them has not declared anything
  primary key (source, shard)
);
