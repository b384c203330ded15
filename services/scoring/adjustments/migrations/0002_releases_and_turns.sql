-- 0002: a hold that stood at a close is released by an adjustment, and nothing is posted into a period that is being closed.
--
-- A release is an adjustment; its content names the departments, whose lines waited in the version that it corrects: on hold, or because a contest of the
-- line was upheld. HOLD_RELEASED is a reason for nothing else; RULES_MISREAD and ENGINE_DEFECT may release, too.
--
-- A posting into a period and the end of that period may happen at the same moment, and neither would see the other: each transaction reads one state of
-- the database. So both take the next turn of the period. The primary key gives a turn to one of them; the other one fails with
-- unique_violation, asks again, and then sees what came before it. The triggers take the turns, so that no program can forget it.

alter table adjustment
  drop constraint adjustment_reason_is_known,
  add constraint adjustment_reason_is_known check (reason_code between 1 and 9);

create function check_release() returns trigger language plpgsql as $$
declare
  released jsonb := coalesce(convert_from(new.content, 'UTF8')::jsonb -> 'released', '[]'::jsonb);
begin
  if (case when jsonb_array_length(released) > 0 then new.reason_code not in (6, 7, 9) else new.reason_code = 9 end) then
    raise exception 'departments are released for a reason of theirs' using constraint = 'release_has_its_reason';
  end if;
  if exists (
    select
    from jsonb_array_elements_text(released) as department
    where not exists (
      select
      from snapshot
      cross join jsonb_array_elements(convert_from(snapshot.content, 'UTF8')::jsonb -> 'inputs') as line
      where snapshot.period = new.period and snapshot.version = new.supersedes
        and line ->> 'department' = department and line -> 'not_payable_reasons' ?| array['HELD', 'CONTEST_UPHELD']
    )
  ) then
    raise exception 'only a line that waits is released' using constraint = 'release_of_a_hold';
  end if;
  return new;
end
$$;

create trigger release_is_allowed
before insert on adjustment
for each row execute function check_release();

create table posting_turn (
  period     text    not null,                   -- the posting period
  number     integer not null,                   -- from 1, without gaps
  effective  text,                               -- of a posting: the period that is corrected; null of the end of the posting period
  adjustment integer,

  primary key (period, number),
  constraint turn_from_one             check (number >= 1),
  constraint turn_names_its_adjustment check ((effective is null) = (adjustment is null)),
  constraint one_turn_per_adjustment   unique (effective, adjustment)
);

create trigger turn_never_changes before update or delete on posting_turn
for each row execute function refuse_adjustment_change();
create trigger turn_never_emptied before truncate on posting_turn
for each statement execute function refuse_adjustment_change();

-- Two at once: both see the same turns and take the same number, so one of them fails.
create function take_posting_turn() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'adjustment_event' then
    insert into posting_turn
    select new.posting_period, 1 + coalesce(max(number), 0), new.period, new.adjustment
    from posting_turn where period = new.posting_period;
  else
    insert into posting_turn
    select new.period, 1 + coalesce(max(number), 0), null, null
    from posting_turn where period = new.period;
  end if;
  return null;
end
$$;

create trigger posting_takes_a_turn
after insert on adjustment_event
for each row when (new.kind = 3)
execute function take_posting_turn();

create trigger end_takes_a_turn
after insert on period_event
for each row when (new.kind in (6, 7))
execute function take_posting_turn();
