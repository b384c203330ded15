-- Adds a state in which a period is seen; the table leaves a message beside it.
--
-- $1  period  text
-- $2  number  integer, the next one of the period
-- $3  state   text
-- $4  at      timestamptz
--
-- Two callers at once: the primary key lets one in, the other adds nothing.
insert into period_state (period, number, state, at)
values ($1, $2, $3, $4)
on conflict do nothing;
