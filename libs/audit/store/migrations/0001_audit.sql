-- 0001: the audit log, one row a line.
--
-- Rows are only added: each holds the hash of the one before, so a change is found; the triggers and the missing rights refuse
-- it, also to the owner of the table. A superuser of the database can still do anything. The hashes find that, and the heads that
-- Prometheus and the auditor remember find a log that was cut off or written anew.

create table audit (
  position      bigint primary key,            -- 1, 2, 3, ... without gaps
  previous_hash bytea not null,                -- of the line before; 32 zeros for the first
  hash          bytea not null,                -- SHA-256 of previous_hash and line
  line          text  not null,                -- canonical JSON; these bytes are hashed

  -- Read out of the line, so that they cannot say anything else.
  at     text collate "C" not null generated always as (line::jsonb ->> 'at') stored,
  caller text collate "C" not null generated always as (line::jsonb #>> '{who,name}') stored,
  call   text collate "C" not null generated always as (line::jsonb #>> '{what,call}') stored,

  constraint position_from_one       check (position >= 1),
  constraint previous_hash_is_sha256 check (octet_length(previous_hash) = 32),
  constraint hash_is_sha256          check (octet_length(hash) = 32),
  constraint line_is_short           check (octet_length(line) <= 8192)
);

create index audit_by_caller on audit (caller, position);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only added to: no line is changed or removed';
end
$$;

create trigger audit_never_changes
before update or delete on audit
for each row execute function refuse_audit_change();

create trigger audit_never_emptied
before truncate on audit
for each statement execute function refuse_audit_change();

revoke update, delete, truncate on audit from public, current_user;
