-- Quarantined milestone batches that still need attention, by the source that sealed them.
select shard.source, count(*) as quarantined
from quarantine
join shard using (shard_id)
where quarantine.redriven_at is null
  and not quarantine.void
  and quarantine.reason not in ('FOREIGN', 'WRONG_SENDER')
group by shard.source;
