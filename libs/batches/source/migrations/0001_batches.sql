-- 0001: what a source publishes: an outbox that transactions write to, and the batches that are sealed from it.
--
-- Batches never change. They are kept until scoring has them and for 35 days, longer than any backup one would restore, so
-- Kafka may lose data and a reader may come back from yesterday.

-- One row per shard; the lock under which it is sealed.
create table own_shard (
  carries          text        not null check (carries in ('observations', 'milestones')),
  shard            smallint    not null,
  epoch            integer     not null,           -- incarnation: grows when this database was promoted or restored
  system_id        text        not null,           -- of the cluster that sealed last,
  timeline         integer     not null,           -- so that another one notices
  next_number      bigint      not null,
  head_sha256      bytea       not null,           -- hash of the newest batch
  continues_number bigint      not null,           -- of epoch 2 and later: the last number before it that survived
  sealed_at        timestamptz not null,
  said_sha256      bytea       not null,           -- hash of the feeds and the waiting last said
  published_number bigint      not null,           -- given to Kafka in this epoch; a hint

  primary key (carries, shard),
  constraint head_is_sha256 check (octet_length(head_sha256) = 32)
);

-- One row per transaction that judged something; deleted by the pass that seals it.
create table outbox (
  carries text     not null,
  shard   smallint not null,
  id      bigint   generated always as identity (cache 1),
  content bytea    not null,                       -- cx.batches.v1.Observations or Milestones

  primary key (carries, shard, id)
);
alter table outbox alter content set storage external; -- refs do not compress

create table batch (
  carries    text        not null,
  shard      smallint    not null,
  epoch      integer     not null,
  number     bigint      not null,
  sha256     bytea       not null,
  sealed_at  timestamptz not null,
  outbox_ids bigint[]    not null,                 -- transactions whose last part is in here, for receipts
  bytes      bytea       not null,

  primary key (carries, shard, epoch, number),
  constraint batch_is_hashed check (sha256 = sha256(bytes))
);
alter table batch alter bytes set storage external;
create index batch_of_receipt on batch using gin (outbox_ids);

-- How far readers have durably applied each shard.
create table acknowledged (
  carries    text     not null,
  shard      smallint not null,
  subscriber text     not null,                    -- the authenticated caller
  epoch      integer  not null,
  number     bigint   not null,

  primary key (carries, shard, subscriber)
);
