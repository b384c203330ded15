-- Adds the feed progress of a shard.
--
-- $1  shard_id          integer
-- $2  feeds             text[]
-- $3  complete_through  timestamptz[], null when the feed has declared nothing yet
-- $4  origins           smallint[]
insert into feed_state (shard_id, feed, complete_through, origin)
select $1, feed.*
from unnest($2::text[], $3::timestamptz[], $4::smallint[]) as feed;
