-- 0001: the counts, and the batches they come from.
--
-- All hot rows are keyed by shard first: a count has one writer, a transaction touches one shard, and reads add shards up.

-- The address of a count, once; small integers keep the hot table and its index small.
create table cell (
  shard_id    integer  not null,
  cell_id     integer  generated always as identity,
  metric      text     not null,
  definition  integer  not null,
  unit        text     not null,
  day         date     not null,
  class       smallint not null check (class between 1 and 3),
  reason      text     not null,
  responsible text     not null,
  origin      smallint not null check (origin between 1 and 3),

  primary key (shard_id, cell_id),
  constraint one_id_per_cell unique (shard_id, day, metric, definition, unit, class, reason, responsible, origin),
  constraint reason_unless_accountable check ((class = 1) = (reason = '') and (reason = '') = (responsible = ''))
);

-- The stored truth. Every column only grows; what stands is the difference.
create table cell_count (
  shard_id         integer not null,
  cell_id          integer not null,
  hits             bigint  not null,
  misses           bigint  not null,
  retracted_hits   bigint  not null,
  retracted_misses bigint  not null,

  primary key (shard_id, cell_id),
  constraint counts_only_grow check (hits >= 0 and misses >= 0 and retracted_hits >= 0 and retracted_misses >= 0)
) with (fillfactor = 60);

-- Every batch that was applied, as it came: the case store, and what any count can be recomputed from.
create table batch_archive (
  shard_id  integer     not null,
  epoch     integer     not null,
  number    bigint      not null,
  sha256    bytea       not null,
  sealed_at timestamptz not null,
  drained   boolean     not null,
  day_from  date,
  day_to    date,
  void      boolean     not null default false, -- a ghost of an ended epoch, subtracted
  bytes     bytea       not null,

  primary key (shard_id, epoch, number)
);
alter table batch_archive alter bytes set storage external;

-- How far feeds had reported, as said by the newest drained batch of a shard without a hole before it.
create table feed_state (
  shard_id         integer not null,
  feed             text    not null,
  complete_through timestamptz,
  origin           smallint not null,

  primary key (shard_id, feed)
);

-- What is due and waits, as said last; replaced as a whole.
create table waiting (
  shard_id   integer not null,
  metric     text    not null,
  definition integer not null,
  unit       text    not null,
  day        date    not null,
  cases      bigint  not null,
  waits_for  text    not null,

  primary key (shard_id, metric, definition, unit, day)
);
