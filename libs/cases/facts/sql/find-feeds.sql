-- All feeds of this source, in order of name: the worst origin each ever sent, and how far it has reported.
--
-- complete_through is null for a feed that never declared anything.
select feed.feed, feed.origin, feed.complete_through
from feed
order by feed.feed;
