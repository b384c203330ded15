-- 0002: what a correction changes is claimed as well: net deltas of payees, of an adjusted version.
--
-- The deltas of a later version have those of an earlier one in them, so an earlier one is not claimed behind it.

alter table export_claim drop constraint purpose_is_known;
alter table export_claim add constraint purpose_is_known check (purpose between 1 and 4); -- 4 correction
alter table export_claim drop constraint only_amounts_have_pools;
alter table export_claim add constraint only_amounts_have_pools check ((purpose in (3, 4)) = (pool <> ''));

create function check_correction_claim() returns trigger language plpgsql as $$
begin
  if not exists (
    select from snapshot
    where (snapshot.period, snapshot.version) = (new.period, new.version)
      and convert_from(snapshot.content, 'UTF8')::jsonb ->> 'state' = 'ADJUSTED'
  ) then
    raise exception 'deltas are claimed of an adjusted version' using constraint = 'deltas_of_an_adjusted_version';
  end if;
  if exists (
    select from export_claim as later
    where (later.period, later.department, later.pool, later.purpose) = (new.period, new.department, new.pool, 4)
      and later.version > new.version
  ) then
    raise exception 'a later correction was claimed, which has this one in it' using constraint = 'deltas_in_their_order';
  end if;
  return new;
end
$$;

create trigger correction_is_in_its_order
before insert on export_claim
for each row when (new.purpose = 4) execute function check_correction_claim();
