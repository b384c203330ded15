-- When the newest snapshot of any period was made; one row, null while there is none.
select max(snapshot.created_at) as created_at
from snapshot;
