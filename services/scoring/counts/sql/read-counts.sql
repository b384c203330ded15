-- The counts of all shards together, for days of one source or of all.
--
-- $1  source     text, or null for all
-- $2  first_day  date
-- $3  last_day   date, included
-- $4  bounds     date[], ascending, the first one not after first_day: the days from one bound to the next are added up and
--                returned under the first of them; null: each day by itself
select
  cell.metric,
  cell.definition,
  cell.unit,
  case when $4::date[] is null then cell.day else ($4::date[])[width_bucket(cell.day, $4::date[])] end as day,
  cell.class,
  cell.reason,
  cell.responsible,
  cell.origin,
  sum(cell_count.hits - cell_count.retracted_hits)::bigint as hits,
  sum(cell_count.misses - cell_count.retracted_misses)::bigint as misses
from cell
join cell_count using (shard_id, cell_id)
-- An array instead of a join: with a third table, and before the first ANALYZE, PostgreSQL looks counts up by shard alone.
where cell.shard_id = any (array(select shard.shard_id from shard where $1::text is null or shard.source = $1))
  and cell.day between $2 and $3
group by cell.metric, cell.definition, cell.unit, 4, cell.class, cell.reason, cell.responsible, cell.origin
having sum(cell_count.hits - cell_count.retracted_hits) <> 0
  or sum(cell_count.misses - cell_count.retracted_misses) <> 0;
