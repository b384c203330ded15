-- The newest state in which each of some periods was seen; no row for a period that was never seen.
--
-- $1  periods  text[]
select distinct on (period_state.period) period_state.period, period_state.number, period_state.state
from period_state
where period_state.period = any ($1)
order by period_state.period, period_state.number desc;
