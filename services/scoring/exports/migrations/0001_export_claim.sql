-- 0001: what HR has taken over into other systems: a row for each department of a version and each purpose.
--
-- Rows are only added. The primary key lets one claim in, so nothing is paid twice; the trigger knows by itself that only a line of a closed
-- version that is payable can be claimed.

create table export_claim (
  period          text        not null,
  version         integer     not null,
  department      text        not null,
  purpose         smallint    not null,           -- 1 result, 2 weight, 3 pay
  pool            text        not null,           -- of amounts; empty for other purposes
  request_id      uuid        not null,
  request_sha256  bytea       not null,           -- of the request, so that another one with the same id is refused
  profile         text        not null,
  profiles_sha256 bytea       not null,           -- of the document that has the profile
  file_sha256     bytea       not null,
  claimed_by      text        not null,           -- the caller, as proven
  claimed_at      timestamptz not null default clock_timestamp(),

  primary key (period, version, department, purpose, pool),
  foreign key (period, version) references snapshot,
  constraint purpose_is_known        check (purpose between 1 and 3),
  constraint only_amounts_have_pools check ((purpose = 3) = (pool <> '')),
  constraint claim_is_hashed         check (octet_length(request_sha256) = 32 and octet_length(profiles_sha256) = 32 and octet_length(file_sha256) = 32),
  constraint claimer_is_named        check (claimed_by <> ''),
  constraint profile_is_named        check (profile <> '')
);
create index export_claim_of_request on export_claim (request_id);
-- Amounts are paid once for a period: what a restated version changes is paid as the difference, in the period in which it is posted.
create unique index paid_once on export_claim (period, department, pool) where purpose = 3;

create function refuse_claim_change() returns trigger language plpgsql as $$
begin
  raise exception 'a claim never changes';
end
$$;

create trigger claim_never_changes
before update or delete on export_claim
for each row execute function refuse_claim_change();

create trigger claim_never_emptied
before truncate on export_claim
for each statement execute function refuse_claim_change();

create function check_claim() returns trigger language plpgsql as $$
begin
  if not exists (
    select
    from snapshot, jsonb_array_elements(convert_from(snapshot.content, 'UTF8')::jsonb -> 'inputs') as line
    where (snapshot.period, snapshot.version) = (new.period, new.version)
      and convert_from(snapshot.content, 'UTF8')::jsonb ->> 'state' <> 'PROVISIONAL'
      and line ->> 'department' = new.department
      and line -> 'not_payable_reasons' = '[]'::jsonb
  ) then
    raise exception 'only a payable line of a closed version is claimed' using constraint = 'claim_of_a_payable_line';
  end if;
  return new;
end
$$;

create trigger claim_is_allowed
before insert on export_claim
for each row execute function check_claim();
