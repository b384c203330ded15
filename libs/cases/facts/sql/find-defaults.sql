-- The defaults of all feeds that declared some, in order of name. There are as few of them as feeds.
select feed_default.feed, feed_default.origin, feed_default.zone
from feed_default
where feed_default.origin is not null or feed_default.zone is not null
order by feed_default.feed;
