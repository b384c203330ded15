-- 0016: rulings on single cases, as they came in batches from scoring.
--
-- A row is one ruling in one batch. Of several rulings on one contest the highest number holds. A row is voided when the epoch of scoring that
-- sealed it ended before its batch, as a document is (migration 0004). Only rulings on cases that this department judges are kept.
create table ruling (
  number       integer     not null,   -- from 1, of the installation
  batch_epoch  integer     not null,   -- the batch that brought it
  batch_number bigint      not null,
  contest      integer     not null,
  case_ref     bytea       not null,
  metric       text        not null,   -- the name that it is recorded by
  party        text        not null,   -- the department that contested
  outcome      smallint    not null,   -- 1 dismissed, 2 taken out, 3 charged to another party
  charged_to   text        not null,   -- '' unless charged
  ruled_at     timestamptz not null,   -- by the clock of scoring's database
  taken_at     timestamptz not null,   -- by the clock of this database
  voided_at    timestamptz,

  primary key (number, batch_epoch, batch_number),
  constraint ruling_number_from_one     check (number >= 1 and contest >= 1),
  constraint ruled_case_has_16_bytes    check (octet_length(case_ref) = 16),
  constraint ruling_outcome_is_known    check (outcome between 1 and 3),
  constraint only_a_charge_names_a_party check ((outcome = 3) = (charged_to <> ''))
);

create index ruling_of_case on ruling (case_ref);

-- A ruling is never remembered away, whatever its transaction says: see migration 0013.
create trigger ruling_changes_a_case
after insert or update on ruling
for each row execute function add_to_version();
