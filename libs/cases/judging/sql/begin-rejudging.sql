-- Lets all cases be judged again, from the first one. A pass that is under way begins again: its cases were judged by older documents.
--
-- $1  began_at  timestamptz
insert into rejudging (began_at)
values ($1)
on conflict (singleton) do update
set after_ref = null, began_at = excluded.began_at;
