-- How many adjustments are neither posted nor withdrawn, and when the oldest of them was proposed; one row, null while there is none.
select count(*) as adjustments, min(adjustment.proposed_at) as oldest
from adjustment
where not exists (
  select
  from adjustment_event
  where adjustment_event.period = adjustment.period
    and adjustment_event.adjustment = adjustment.number
    and adjustment_event.kind in (2, 3)
);
