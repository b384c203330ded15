-- Milestone batches of others that were put aside and that nobody has dealt with yet.
select count(*) as quarantined
from quarantine
where quarantine.redriven_at is null and not quarantine.void and quarantine.reason <> 'FOREIGN';
