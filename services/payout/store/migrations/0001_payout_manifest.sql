-- 0001: manifests of payouts, as they were signed. Nothing of a payee is in them.
--
-- Rows are only added. One manifest by which is paid stands for a version and pool: the first one replaces none, and each is replaced at most
-- once, so two rosters are never signed for the same money side by side. An allocation is of the closed version, a correction of a restated one.

create table payout_manifest (
  content_sha256 bytea       not null,                   -- what is signed
  period         text        not null,
  pool           text        not null,
  mark           text        not null,
  snapshot       text        not null,                   -- periods/2018-07/snapshots/3: the version that decided
  roster_sha256  bytea       not null,                   -- all that is kept of the roster
  replaces       bytea,                                  -- the manifest in whose place it stands
  manifest       bytea       not null,                   -- the file, with its signature
  made_by        text        not null,                   -- the caller, as proven
  made_at        timestamptz not null default clock_timestamp(),

  primary key (content_sha256),
  constraint manifest_of_its_pool       unique (content_sha256, snapshot, pool, mark),
  constraint replaced_is_of_the_pool    foreign key (replaces, snapshot, pool, mark)
    references payout_manifest (content_sha256, snapshot, pool, mark),
  constraint mark_is_known              check (mark in ('PAYABLE', 'CORRECTION', 'SIMULATION')),
  constraint no_simulation_is_replaced  check (replaces is null or mark <> 'SIMULATION'),
  constraint hashes_are_sha256          check (octet_length(content_sha256) = 32 and octet_length(roster_sha256) = 32),
  constraint maker_is_named             check (made_by <> '')
);
create unique index one_manifest_stands on payout_manifest (snapshot, pool, replaces) nulls not distinct where mark <> 'SIMULATION';

create function refuse_manifest_change() returns trigger language plpgsql as $$
begin
  raise exception 'a manifest never changes: allocate again and name what it replaces';
end
$$;

create trigger payout_manifest_never_changes
before update or delete on payout_manifest
for each row execute function refuse_manifest_change();

create trigger payout_manifest_never_emptied
before truncate on payout_manifest
for each statement execute function refuse_manifest_change();
