-- The last id given to a cell of a shard; 0 before the first.
--
-- $1  shard_id  integer
--
-- Whoever asks holds the shard's fence, so nobody gives the next id meanwhile.
select coalesce(max(cell.cell_id), 0) as cell_id
from cell
where cell.shard_id = $1;
