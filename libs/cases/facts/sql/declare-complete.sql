-- Moves the declaration of a feed forward. An instant before the one that stands changes nothing. Of a feed that has not
-- reported anything, the origin is the least one and means nothing; a process of an older version reads it.
--
-- $1  feed              text
-- $2  complete_through  timestamptz
-- $3  declared_at       timestamptz
--
-- Returns the instant that stands. Two callers at once: the later instant stands, whichever call comes first.
insert into feed (feed, origin, has_reported, complete_through, declared_at)
values ($1, 1, false, $2, $3)
on conflict (feed) do update
set
  complete_through = greatest(feed.complete_through, excluded.complete_through),
  declared_at = excluded.declared_at
returning feed.complete_through;
