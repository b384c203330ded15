-- How far every feed of one source or of all has reported, in all its shards; null when it has declared nothing in one of them.
--
-- $1  source  text, or null for all
select
  shard.source,
  feed_state.feed,
  case when bool_and(feed_state.complete_through is not null) then min(feed_state.complete_through) end as complete_through,
  max(feed_state.origin) as origin
from feed_state
join shard using (shard_id)
where $1::text is null or shard.source = $1
group by shard.source, feed_state.feed
order by shard.source, feed_state.feed;
