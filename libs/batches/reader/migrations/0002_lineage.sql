-- 0002: which batch an epoch continues, and through which of its own batches it survives.

-- The fence: one for all epochs of a shard, because one may end the others.
alter table shard add column version bigint not null default 0;
alter table shard_progress
  drop column version,
  add column continues_epoch  integer,     -- as its first batch says; null: that one is not here yet, or it is the founding epoch
  add column continues_number bigint,
  add column continues_sha256 bytea,
  add column begun_at         timestamptz, -- when its first batch was sealed
  add column survives_through bigint;      -- null: all of it, it is the newest; 0: it never happened
update shard_progress set survives_through = applied_through where state = 'ended';
alter table shard_progress
  add constraint continues_one_batch check (num_nonnulls(continues_epoch, continues_number, continues_sha256, begun_at) in (0, 4)),
  add constraint ends_when_continued check ((state = 'ended') = (survives_through is not null));

alter table quarantine
  drop constraint quarantine_reason_check,
  add constraint quarantine_reason_check check (
    reason in ('UNDECODABLE', 'FUTURE', 'FORKED', 'CHAIN_BROKEN', 'FOREIGN', 'NOT_APPLICABLE', 'KILLS_PROCESS')
  ),
  add column void boolean not null default false; -- of a life that never happened, or the loser of a fork

-- A chunk that is being tried after a start. Who finds it still here was killed by it, or by something else meanwhile.
create table trial (
  shard_id integer not null references shard,
  size     integer not null,                  -- how many batches were tried together
  deaths   integer not null,                  -- how often a single one ended the process before

  primary key (shard_id)
);
