-- Moves the declaration of a feed forward. An instant before the one that stands changes nothing.
--
-- $1  feed              text
-- $2  complete_through  timestamptz
-- $3  declared_at       timestamptz
--
-- Returns the instant that stands. Two callers at once: the later instant stands, whichever call comes first.
insert into feed (feed, origin, complete_through, declared_at)
values ($1, 1, $2, $3)
on conflict (feed) do update
set
  complete_through = greatest(feed.complete_through, excluded.complete_through),
  declared_at = excluded.declared_at
returning feed.complete_through;
