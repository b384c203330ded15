-- 0001: what a source publishes: an outbox that transactions write to, and the batches that are sealed from it.
--
-- A batch never changes. It is kept until every reader has acknowledged it, and for 35 days after that: longer than the age
-- of any backup that would be restored. So Kafka may lose data, and a reader may be restored from yesterday's backup.

-- One row per shard. Its row lock serialises sealing.
--
-- Every start of the database server begins a new epoch. A server that was restored or promoted cannot know that readers have
-- newer batches than it has, so it does not try to find out: the shard begins a new epoch and names the batch it continues.
-- After a plain restart that is the newest batch, and nothing changes. After a restore, readers take back what lies beyond it.
create table own_shard (
  carries           text        not null check (carries in ('observations', 'milestones')),
  shard             smallint    not null,
  epoch             integer     not null,
  server_started_at timestamptz not null,           -- start of the database server that sealed last
  next_number       bigint      not null,
  head_sha256       bytea       not null,           -- hash of the newest batch
  continues_epoch   integer     not null,           -- the batch that this epoch continues; 0 and 0: none
  continues_number  bigint      not null,
  sealed_at         timestamptz not null,
  state_sha256      bytea       not null,           -- hash of the feed progress and waiting counts that were sealed last
  published_epoch   integer     not null,           -- Kafka has acknowledged everything up to here; a hint
  published_number  bigint      not null,

  primary key (carries, shard),
  constraint head_is_sha256 check (octet_length(head_sha256) = 32)
);

-- One row per transaction that judged something; deleted by the pass that seals it.
create table outbox (
  carries text     not null,
  shard   smallint not null,
  id      bigint   generated always as identity (cache 1),
  content bytea    not null,                        -- cx.batches.v1.Observations or Milestones

  primary key (carries, shard, id)
);
alter table outbox alter content set storage external; -- case refs do not compress

create table batch (
  carries    text        not null,
  shard      smallint    not null,
  epoch      integer     not null,
  number     bigint      not null,
  sha256     bytea       not null,
  sealed_at  timestamptz not null,
  outbox_ids bigint[]    not null,                  -- transactions whose last part is in this batch, for receipts
  bytes      bytea       not null,

  primary key (carries, shard, epoch, number),
  constraint batch_is_hashed check (sha256 = sha256(bytes))
);
alter table batch alter bytes set storage external;
create index batch_of_receipt on batch using gin (outbox_ids);

-- How far each reader has durably applied each shard.
create table acknowledged (
  carries    text     not null,
  shard      smallint not null,
  subscriber text     not null,                     -- the authenticated caller
  epoch      integer  not null,
  number     bigint   not null,

  primary key (carries, shard, subscriber)
);

-- How far all readers had acknowledged each shard at one time; noted once an hour, kept for the retention time.
create table acknowledged_by_all (
  carries  text        not null,
  shard    smallint    not null,
  noted_at timestamptz not null,
  epoch    integer     not null,
  number   bigint      not null,

  primary key (carries, shard, noted_at)
);
