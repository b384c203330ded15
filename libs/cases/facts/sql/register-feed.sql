-- Notes that a feed reports, and the worst origin it ever sent.
--
-- $1  feed    text
-- $2  origin  smallint
--
-- Asked only when find-feeds did not show it already: a row locked by every call would queue them all.
insert into feed (feed, origin)
values ($1, $2)
on conflict (feed) do update
set origin = greatest(feed.origin, excluded.origin);
