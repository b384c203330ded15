-- 0010: the database knows the case key under which its cases are named.
--
-- All departments name a case by its keyed ref. A process that is started with another key, by a wrong file or after a restore, would
-- name every case anew, and nothing else would show it: facts are accepted and counted, each case twice. The row is written at the first
-- start and never changes.
create table case_key (
  only_row    boolean     not null default true,
  fingerprint bytea       not null,          -- HMAC-SHA-256 of a constant under the key, which cannot be computed from it
  bound_at    timestamptz not null default now(),

  primary key (only_row),
  constraint there_is_one_row check (only_row),
  constraint fingerprint_is_32_bytes check (octet_length(fingerprint) = 32)
);
