-- 0001: cases, the facts known of them, and the verdicts that follow.
--
-- Facts and verdicts are only ever added: a correction is a fact that takes another back, and a verdict that changed is
-- retracted and recorded anew. So whoever contests a number finds what was known and decided, and when.

-- One row per case (an order, a contact): the lock under which it is judged. Its id stands in the facts' bodies only.
create table case_file (
  case_ref bytea    not null,              -- 16 bytes, see cx.batches.v1.Milestone
  shard    smallint not null,              -- where its batches are numbered; never changes
  primary key (case_ref),
  constraint case_ref_is_16_bytes check (octet_length(case_ref) = 16),
  constraint shard_from_one check (shard >= 1)
);

-- What was told of a case, as it was told. Milestones of other departments are facts too; their feed is the department.
create table fact (
  case_ref    bytea       not null,
  feed        text        not null,        -- the authenticated caller
  fact_id     text        not null,        -- the caller's own id; of milestones "promised/1/<ref>"
  kind        text        not null,        -- "delivered"; of milestones "ordering/promised"
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  withdraws   text,                        -- fact_id of the fact of the same feed that this one takes back
  origin      smallint    not null,        -- 1 REPORTED, 2 IMPORTED, 3 GENERATED
  body        bytea       not null,        -- protobuf of the typed fact: the only place with order numbers
  body_sha256 bytea       not null,        -- survives when the body is erased
  primary key (feed, fact_id),
  constraint fact_origin_is_known check (origin between 1 and 3),
  constraint body_sha256_is_32_bytes check (octet_length(body_sha256) = 32)
);
create index fact_of_case on fact (case_ref);

-- Verdicts, append only. Odd versions record, even versions retract the one before.
create table observation (
  case_ref    bytea       not null,
  metric      text        not null,
  unit        text        not null,
  version     integer     not null,
  definition  integer     not null,
  day         date        not null,
  class       smallint    not null,        -- 1 ACCOUNTABLE, 2 EXCLUDED, 3 OTHERS
  reason      text        not null,
  responsible text        not null,
  origin      smallint    not null,
  hits        smallint    not null,        -- 1 and 0 or 0 and 1; of tallies a quantity
  misses      smallint    not null,
  cause       text        not null,        -- "olist/4711", "ordering/promised", "sweep" or "FEED_SILENT"
  judged_at   timestamptz not null,
  primary key (case_ref, metric, unit, version),
  constraint class_is_known check (class between 1 and 3),
  constraint observation_origin_is_known check (origin between 1 and 3),
  constraint only_the_accountable_have_no_reason check ((class = 1) = (reason = '') and (class = 1) = (responsible = '')),
  constraint answers_are_not_negative check (hits >= 0 and misses >= 0)
);
create index observation_evidence on observation (metric, day, unit);

-- Questions that are not judged yet, because not everything that happened before due_at has been reported.
create table due (
  case_ref   bytea       not null,
  metric     text        not null,
  unit       text        not null,
  definition integer     not null,
  day        date        not null,
  due_at     timestamptz not null,
  state      smallint    not null,         -- 1 MAY_GO_SILENT, 2 WAITS (imported, generated), 3 CHARGED as FEED_SILENT
  primary key (case_ref, metric, unit),
  constraint due_state_is_known check (state between 1 and 3)
);
create index due_by_instant on due (metric, state, due_at);

-- What was last told to the other departments about a case.
create table told (
  case_ref  bytea    not null,
  name      text     not null,             -- "promised"
  revision  integer  not null,             -- from 1
  withdrawn boolean  not null,
  content   text     not null,             -- the telling and its origin as canonical JSON, to see whether it changed
  primary key (case_ref, name),
  constraint revision_from_one check (revision >= 1)
);

-- Stamps of a case that contradict each other: accepted, judged, and shown.
create table suspicion (
  case_ref  bytea not null,
  suspicion text  not null,                -- "HANDED_OVER_BEFORE_APPROVAL"
  primary key (case_ref, suspicion)
);

-- Who reports, and how far.
create table feed (
  feed             text        not null,
  origin           smallint    not null,   -- the worst it ever sent
  complete_through timestamptz,            -- null: it never declared anything
  declared_at      timestamptz,
  primary key (feed)
);

-- How far the milestones of other departments are taken in and complete.
create table upstream (
  source           text        not null,
  shard            smallint    not null,
  complete_through timestamptz,            -- the least of its feeds; null: one of them never declared anything
  primary key (source, shard)
);
