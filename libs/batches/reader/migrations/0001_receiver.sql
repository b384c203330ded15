-- 0001: what a reader of batches stores: how far it has applied each shard, in the same transaction as the effects.

-- Shards by small number. `version` is the fence: every transaction that applies batches moves it on (compare and set). There is
-- one for all epochs of a shard, because one epoch may end another.
create table shard (
  shard_id integer  generated always as identity primary key,
  source   text     not null,
  carries  text     not null check (carries in ('observations', 'milestones')),
  shard    smallint not null,
  version  bigint   not null default 0,

  constraint one_id_per_shard unique (source, carries, shard)
);

-- How far one epoch of a shard is applied, and which batch the epoch continues.
create table shard_progress (
  shard_id          integer     not null references shard,
  epoch             integer     not null,
  applied_through   bigint      not null,          -- every number up to here is applied
  head_sha256       bytea       not null,          -- hash of that batch
  ahead             jsonb       not null,          -- [{lo, hi, previousSha256, sha256}] applied beyond a gap; normally []
  batches           bigint      not null,          -- how many were applied
  sealed_at         timestamptz,                   -- of the newest applied batch
  applied_at        timestamptz not null,
  kafka_next_offset bigint,                        -- where to continue reading; a hint
  state             text        not null check (state in ('live', 'forked', 'ended')),
  continues_epoch   integer,                       -- from its first batch; null: not received yet, or the first epoch
  continues_number  bigint,
  continues_sha256  bytea,
  begun_at          timestamptz,                   -- when its first batch was sealed
  survives_through  bigint,                        -- null: the whole epoch, it is the newest; 0: none of it

  primary key (shard_id, epoch),
  constraint continues_one_batch check (num_nonnulls(continues_epoch, continues_number, continues_sha256, begun_at) in (0, 4)),
  constraint ends_when_continued check ((state = 'ended') = (survives_through is not null))
) with (fillfactor = 50);

-- The hash of every applied number, so that a repeat can be told from a fork.
create table received_batch (
  shard_id  integer     not null,
  epoch     integer     not null,
  number    bigint      not null,
  sha256    bytea       not null,
  sealed_at timestamptz not null,

  primary key (shard_id, epoch, number)
);

-- Batches that could not be applied, byte for byte as received.
create table quarantine (
  shard_id    integer     not null,
  epoch       integer     not null,
  number      bigint      not null,
  sha256      bytea       not null,
  reason      text        not null check (
    reason in ('UNDECODABLE', 'FUTURE', 'FORKED', 'CHAIN_BROKEN', 'FOREIGN', 'NOT_APPLICABLE', 'KILLS_PROCESS')
  ),
  detail      text        not null,
  bytes       bytea       not null,
  seen_at     timestamptz not null,
  redriven_at timestamptz,
  void        boolean     not null default false,  -- of an epoch that did not survive, or the loser of a fork

  primary key (shard_id, epoch, number, sha256)
);

-- Written before a chunk is opened for the first time after a start, deleted afterwards. A row that is found at the next start
-- means that the process ended while it worked on that chunk.
create table crash_marker (
  shard_id integer not null references shard,
  size     integer not null,                  -- how many batches were opened together
  deaths   integer not null,                  -- how often a single batch has ended the process before

  primary key (shard_id)
);
