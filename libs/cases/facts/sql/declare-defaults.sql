-- Replaces the defaults of a feed.
--
-- $1  feed         text
-- $2  origin       smallint, or null
-- $3  zone         text, or null
-- $4  declared_at  timestamptz
--
-- Two callers at once: the defaults of the call that commits last stand, both of them.
insert into feed_default (feed, origin, zone, declared_at)
values ($1, $2, $3, $4)
on conflict (feed) do update
set
  origin = excluded.origin,
  zone = excluded.zone,
  declared_at = excluded.declared_at;
