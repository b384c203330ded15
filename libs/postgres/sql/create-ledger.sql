-- Creates the ledger of migrations if there is none: which file, with which text, was applied when.
--
-- Runs only under the migration lock.
create table if not exists migration (
  set_name   text        not null,
  number     integer     not null,
  name       text        not null,
  sha256     text        not null,
  applied_at timestamptz not null default now(),

  primary key (set_name, number)
);
