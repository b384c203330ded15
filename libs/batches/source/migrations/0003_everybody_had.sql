-- 0003: how far every reader had each shard, and when that was noted: once an hour, of the last 35 days.

create table everybody_had (
  carries  text        not null,
  shard    smallint    not null,
  noted_at timestamptz not null,
  epoch    integer     not null,
  number   bigint      not null,

  primary key (carries, shard, noted_at)
);
