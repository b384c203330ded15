-- Milestone batches of others that were put aside and that nobody has dealt with yet, by who sealed them.
select shard.source, count(*) as quarantined
from quarantine
join shard using (shard_id)
where quarantine.redriven_at is null
  and not quarantine.void
  and quarantine.reason <> 'FOREIGN'
group by shard.source;
