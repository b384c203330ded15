-- All feeds of this source in order of name: the worst origin that each has sent, and how far it has reported.
--
-- complete_through is null for a feed that has not declared anything.
select feed.feed, feed.origin, feed.complete_through
from feed
order by feed.feed;
