-- Tells a department of a contest, once.
--
-- $1  contest    integer
-- $2  party      text
-- $3  opened_at  timestamptz
-- $4  ends_at    timestamptz
-- $5  asked_by   text
--
-- Two callers at once: both hold the lock of lock-contests.sql one after the other, and the second finds the row of the first.
insert into hearing (contest, party, opened_at, ends_at, asked_by)
values ($1, $2, $3, $4, $5);
