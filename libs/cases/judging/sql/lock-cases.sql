-- Locks cases, in key order, until the end of the transaction.
--
-- $1  case_refs  bytea[], each once; see facts-of-cases for the lateral join
--
-- Returns the cases in one array of rows in the binary form of PostgreSQL (SentRows): each with its number, its shard, its version, the place of
-- its row, and whether this transaction has opened it and changed nothing about it since (migration 0013), and no ruling was there before it. Two
-- callers at once: the second waits, and then sees everything that the first has written.
with locked as (
  select locked.*
  from (select wanted.case_ref from unnest($1::bytea[]) as wanted (case_ref) order by wanted.case_ref) as wanted
  cross join lateral (
    select
      case_file.case_ref, case_file.case_number, case_file.shard, case_file.version, case_file.ctid::text as place,
      case_file.version = 0
        and case_file.xmin = pg_current_xact_id()::xid
        and not exists (select from ruling where ruling.case_ref = wanted.case_ref) as is_new
    from case_file
    where case_file.case_ref = wanted.case_ref
    for update
  ) as locked
)
select array_send(array(
  select row(locked.case_ref, locked.case_number, locked.shard, locked.version, locked.place, locked.is_new)
  from locked
)) as locked;
