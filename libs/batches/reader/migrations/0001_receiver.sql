-- 0001: what a reader of batches keeps: how far it has applied each shard, beside the effect, in one transaction.

-- Names of shards as small integers; a cache of the other side's configuration.
create table shard (
  shard_id integer  generated always as identity primary key,
  source   text     not null,
  carries  text     not null check (carries in ('observations', 'milestones')),
  shard    smallint not null,

  constraint one_id_per_shard unique (source, carries, shard)
);

create table shard_progress (
  shard_id          integer     not null references shard,
  epoch             integer     not null,
  version           bigint      not null,          -- the fence: update ... where version = $expected
  applied_through   bigint      not null,          -- all numbers up to here are applied
  head_sha256       bytea       not null,          -- hash of that batch
  ahead             jsonb       not null,          -- [{lo, hi, previousSha256, sha256}] beyond a hole; normally []
  batches           bigint      not null,          -- how many were applied
  sealed_at         timestamptz,                   -- of the newest applied
  applied_at        timestamptz not null,
  kafka_next_offset bigint,                        -- where to seek; a hint
  state             text        not null check (state in ('live', 'forked', 'ended')),

  primary key (shard_id, epoch)
) with (fillfactor = 50);

-- The hash of every number applied, so that a repeat is told from a fork.
create table received_batch (
  shard_id  integer     not null,
  epoch     integer     not null,
  number    bigint      not null,
  sha256    bytea       not null,
  sealed_at timestamptz not null,

  primary key (shard_id, epoch, number)
);

-- What could not be applied, kept as it came.
create table quarantine (
  shard_id    integer     not null,
  epoch       integer     not null,
  number      bigint      not null,
  sha256      bytea       not null,
  reason      text        not null check (reason in ('UNDECODABLE', 'FUTURE', 'FORKED', 'CHAIN_BROKEN', 'FOREIGN')),
  detail      text        not null,
  bytes       bytea       not null,
  seen_at     timestamptz not null,
  redriven_at timestamptz,

  primary key (shard_id, epoch, number, sha256)
);
