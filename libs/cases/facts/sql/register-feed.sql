-- Stores that a feed reports, and the worst origin that it has sent.
--
-- $1  feed    text
-- $2  origin  smallint
--
-- The caller asks find-feeds first and comes here only with news: every call waits for a row that each call locks.
insert into feed (feed, origin, has_reported)
values ($1, $2, true)
on conflict (feed) do update
set
  origin = greatest(feed.origin, excluded.origin),
  has_reported = true;
