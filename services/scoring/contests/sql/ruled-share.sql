-- How many cases of a metric a department has counted in some days, of the definition that has fewest; and how many of them are ruled,
-- without one case, dismissals left out.
--
-- $1  judged_by  text
-- $2  metric     text
-- $3  first_day  date
-- $4  last_day   date
-- $5  case_ref   bytea, which is not counted among those that are ruled
select
  coalesce((
    select min(counted.cases)
    from (
      select sum(cell_count.hits - cell_count.retracted_hits + cell_count.misses - cell_count.retracted_misses)::bigint as cases
      from shard
      join cell using (shard_id)
      join cell_count using (shard_id, cell_id)
      where shard.source = $1
        and shard.carries = 'observations'
        and cell.metric = $2
        and cell.day between $3 and $4
      group by cell.definition
    ) as counted
    where counted.cases > 0
  ), 0) as cases,
  (
    select count(distinct newest.case_ref)
    from (
      select distinct on (decision.contest) contest.case_ref, decision.outcome
      from ruling
      join decision on decision.number = ruling.decision
      join contest on contest.number = decision.contest
      where contest.judged_by = $1
        and contest.metric = $2
        and contest.day between $3 and $4
      order by decision.contest, ruling.number desc
    ) as newest
    where newest.outcome <> 1
      and newest.case_ref <> $5
  ) as ruled;
