-- 0001: the counts, and the batches that they are computed from.
--
-- Every hot table has the shard as the first column of its key: a count has one writer, a transaction touches one shard, and a
-- query adds the shards up.

-- The address of a count. The one writer that holds the fence of a shard numbers its cells from 1. Small numbers keep the hot
-- table and its index small, and cells that were first counted together stay close together.
create table cell (
  shard_id    integer  not null,
  cell_id     integer  not null,
  metric      text     not null,
  definition  integer  not null,
  unit        text     not null,
  day         date     not null,
  class       smallint not null,                    -- 1 ACCOUNTABLE, 2 EXCLUDED, 3 OTHERS
  reason      text     not null,
  responsible text     not null,
  origin      smallint not null,                    -- 1 REPORTED, 2 IMPORTED, 3 GENERATED

  primary key (shard_id, cell_id),
  constraint one_id_per_cell unique (shard_id, day, metric, definition, unit, class, reason, responsible, origin),
  constraint class_is_known check (class between 1 and 3),
  constraint origin_is_known check (origin between 1 and 3),
  constraint only_the_accountable_have_no_reason
    check ((class = 1) = (reason = '') and (reason = '') = (responsible = ''))
);

-- The counts. Every column only grows; the current count is the difference of two columns.
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

-- Every applied batch as it arrived. Any count can be computed again from it, and any single case can be found in it.
create table batch_archive (
  shard_id  integer     not null,
  epoch     integer     not null,
  number    bigint      not null,
  sha256    bytea       not null,
  sealed_at timestamptz not null,
  drained   boolean     not null,
  day_from  date,                                   -- first and last day of its cells; null without cells
  day_to    date,
  void      boolean     not null default false,     -- orphaned: its epoch ended before it; it is subtracted from the counts
  bytes     bytea       not null,

  primary key (shard_id, epoch, number)
);
alter table batch_archive alter bytes set storage external;

-- Finds the first drained batch at or after an instant, which is how the cut of a period is found.
create index batch_archive_drained on batch_archive (shard_id, sealed_at) where drained and not void;

-- How far each feed had reported, from the newest drained batch of the shard without a gap before it.
create table feed_state (
  shard_id         integer not null,
  feed             text    not null,
  complete_through timestamptz,                     -- null when the feed has declared nothing yet
  origin           smallint not null,

  primary key (shard_id, feed)
);

-- Cases that are due and wait for a feed, from the newest drained batch that counted them. Replaced as a whole.
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
