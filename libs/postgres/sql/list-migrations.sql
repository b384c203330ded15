-- Lists the migrations that were applied of one set, oldest first.
--
-- $1  set_name  text
select migration.number, migration.name, migration.sha256
from migration
where migration.set_name = $1
order by migration.number;
