-- The periods that were closed or voided: nothing is posted into them.
select period
from period_event
where kind in (6, 7);
