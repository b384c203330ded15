-- 0001: the bonus-input records, one row for each department of a snapshot.
--
-- A record is made with its snapshot and never changes. The records of a department are a chain: two at the same place are refused, so
-- the chain cannot fork, and a record that is removed or changed breaks every later hash.

create table bonus_record (
  department   text    not null,
  position     integer not null,                    -- in the chain of the department, from 1 without gaps
  period       text    not null,
  version      integer not null,
  content      bytea   not null,                    -- canonical JSON; the record id is the hash of its tag and these bytes
  record_id    bytea   not null,
  chain_sha256 bytea   not null,                    -- the head of the chain after it

  primary key (department, position),
  foreign key (period, version) references snapshot,
  constraint one_record_per_department unique (period, version, department),
  constraint position_from_one         check (position >= 1),
  constraint record_is_hashed
    check (record_id = sha256(convert_to(E'cx-index/bonus-record/1\n', 'UTF8') || content)),
  constraint chain_is_sha256           check (octet_length(chain_sha256) = 32)
);

create trigger bonus_record_never_changes
before update or delete on bonus_record
for each row execute function refuse_change();

create trigger bonus_record_never_emptied
before truncate on bonus_record
for each statement execute function refuse_change();
