-- 0005: quantities that a source counted itself.
--
-- A source that judges itself reports hits and misses of a whole day, more than a smallint holds.
alter table observation
  alter column hits type integer,
  alter column misses type integer;
