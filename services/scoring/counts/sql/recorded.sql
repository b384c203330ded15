-- How many observations were ever recorded of some days, by department, metric and definition: what was retracted later is among them.
--
-- $1  first_day  date
-- $2  last_day   date, included
select
  shard.source,
  cell.metric,
  cell.definition,
  sum(cell_count.hits + cell_count.misses)::bigint as recorded
from cell
join cell_count using (shard_id, cell_id)
join shard using (shard_id)
where cell.day between $1 and $2
group by shard.source, cell.metric, cell.definition;
