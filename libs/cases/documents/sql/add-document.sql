-- Stores a document as one batch brought it. The same document of the same batch again changes nothing.
--
-- $1  position           integer
-- $2  batch_epoch        integer
-- $3  batch_number       bigint
-- $4  kind               text
-- $5  version            integer
-- $6  first_day          date
-- $7  bound_after_start  boolean
-- $8  text               text
-- $9  sha256             bytea
-- $10 published_at       timestamptz
insert into company_document
  (position, batch_epoch, batch_number, kind, version, first_day, bound_after_start, text, sha256, published_at, taken_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())
on conflict do nothing;
