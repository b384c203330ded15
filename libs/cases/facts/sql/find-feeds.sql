-- All feeds of this source in order of name: the worst origin that each has sent, the one that it has declared as its default, and how far it
-- has reported.
--
-- origin is null for a feed that has not reported a fact, default_origin for one that has declared none, complete_through for one that has
-- not declared anything.
select feed.feed, case when feed.has_reported then feed.origin end as origin, feed_default.origin as default_origin, feed.complete_through
from feed
left join feed_default using (feed)
order by feed.feed;
