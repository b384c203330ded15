-- Stores a ruling as one batch brought it. The same ruling of the same batch again changes nothing.
--
-- $1  number        integer
-- $2  batch_epoch   integer
-- $3  batch_number  bigint
-- $4  contest       integer
-- $5  case_ref      bytea
-- $6  metric        text
-- $7  party         text
-- $8  outcome       smallint
-- $9  charged_to    text
-- $10 ruled_at      timestamptz
--
-- Two callers at once: rulings of one shard have one writer, which holds its fence.
insert into ruling
  (number, batch_epoch, batch_number, contest, case_ref, metric, party, outcome, charged_to, ruled_at, taken_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())
on conflict do nothing;
