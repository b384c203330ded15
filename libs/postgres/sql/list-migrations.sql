-- Lists the migrations that were applied of all sets, oldest first. A newer version may have applied some of a set that this one
-- does not know.
select migration.set_name as "set", migration.number, migration.name, migration.sha256
from migration
order by migration.set_name, migration.number;
