-- 0001: snapshots, one row per period and version.
--
-- Rows are only added. Bonuses are computed from a snapshot, so a correction is a new version beside the old one and never
-- replaces it. The triggers refuse every change, also by the owner of the table.

create table snapshot (
  period         text        not null,
  version        integer     not null,
  content        bytea       not null,           -- canonical JSON; these bytes are hashed
  content_sha256 bytea       not null,
  request_id     uuid        not null,
  request_sha256 bytea       not null,           -- of the request, so that another one with the same id is refused
  requested_by   text        not null,           -- the name that the caller gave; nothing proves it
  created_at     timestamptz not null,

  primary key (period, version),
  constraint one_version_per_request   unique (request_id),
  constraint version_from_one    check (version >= 1),
  constraint content_is_hashed   check (content_sha256 = sha256(content)),
  constraint request_is_sha256   check (octet_length(request_sha256) = 32)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a snapshot never changes: make the next version';
end
$$;

create trigger snapshot_never_changes
before update or delete on snapshot
for each row execute function refuse_change();

create trigger snapshot_never_emptied
before truncate on snapshot
for each statement execute function refuse_change();

-- The cut of a version: of every shard the last batch that it contains. By it a later version reports what arrived since.
create table snapshot_cut (
  period   text    not null,
  version  integer not null,
  shard_id integer not null,
  epoch    integer not null,
  number   bigint  not null,
  sha256   bytea   not null,

  primary key (period, version, shard_id),
  foreign key (period, version) references snapshot
);

create trigger snapshot_cut_never_changes
before update or delete on snapshot_cut
for each row execute function refuse_change();
