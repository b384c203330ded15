-- Keeps the fingerprint of the case key, unless there is one.
--
-- $1  fingerprint  bytea, 32 bytes
--
-- Two callers at once: the first stays, the second adds nothing.
insert into case_key (fingerprint)
values ($1)
on conflict (only_row) do nothing;
