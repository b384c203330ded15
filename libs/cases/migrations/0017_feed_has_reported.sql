-- 0017: whether a feed has reported a fact, and not only declared how far it has reported.
--
-- Before its first fact the origin of a feed is the one that the company's document or the feed itself states, and not what the column
-- `origin` holds. A process of an older version writes a row without this column, and reads rows as before.
alter table feed add column has_reported boolean not null default true;

update feed
set has_reported = false
where not exists (select from fact where fact.feed = feed.feed);
