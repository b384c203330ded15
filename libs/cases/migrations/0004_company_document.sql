-- 0004: what the company published about itself, as it came in batches from scoring.
--
-- A row is one document in one batch. The department judges by its own copy, so it needs no scoring to judge. The documents in force
-- are those that are not voided, by position from 1 to the first gap; where two epochs of scoring have the same position, the later
-- epoch counts. A row is voided when the epoch of scoring that sealed it ended before its batch: scoring was restored from an older
-- backup and does not know that document any more. It counts again if the batch turns out to have survived.
create table company_document (
  position          integer     not null,   -- from 1 without gaps, over all kinds that travel
  batch_epoch       integer     not null,   -- the batch that brought it
  batch_number      bigint      not null,
  kind              text        not null,   -- 'company', 'departments', 'metrics' or 'feeds'
  version           integer     not null,   -- from 1, by kind
  first_day         date        not null,
  bound_after_start boolean     not null,
  text              text        not null,   -- YAML, as it was published
  sha256            bytea       not null,   -- of its meaning
  published_at      timestamptz not null,   -- by the clock of scoring's database
  taken_at          timestamptz not null,   -- by the clock of this database
  voided_at         timestamptz,

  primary key (position, batch_epoch, batch_number),
  constraint document_position_from_one check (position >= 1),
  constraint document_version_from_one check (version >= 1),
  constraint document_is_hashed check (octet_length(sha256) = 32)
);
