-- How far each period is frozen, and the version that states it after a close: the newest restated one, or else the closed one; null before.
select
  frozen.period,
  case when adjusted.version is not null then 'ADJUSTED' when closed.version is not null then 'CLOSED' else 'PROVISIONAL' end as state,
  coalesce(adjusted.version, closed.version) as version
from (select distinct snapshot.period from snapshot) as frozen
left join period_event as closed on closed.period = frozen.period and closed.kind = 7
left join (
  select adjustment_event.period, max(adjustment_event.version) as version
  from adjustment_event
  where adjustment_event.kind = 3
  group by adjustment_event.period
) as adjusted on adjusted.period = frozen.period;
