-- 0002: signatures over the root of a closed version, as the signer gave them. They are made in the transaction of the close and never change.

create table bonus_signature (
  period     text        not null,
  version    integer     not null,
  key_id     text        not null,
  public_key bytea       not null,
  key_from   timestamptz not null,                  -- since when the key signs; when it ends was not known
  purpose    smallint    not null,                  -- 1 BONUS_ROOT
  sha256     bytea       not null,                  -- of root.json
  signed_at  timestamptz not null,                  -- covered by the signature
  signature  bytea       not null,

  primary key (period, version, purpose, key_id),
  foreign key (period, version) references snapshot,
  constraint purpose_is_known        check (purpose = 1),
  constraint signature_is_ed25519    check (octet_length(signature) = 64),
  constraint public_key_is_ed25519   check (octet_length(public_key) = 32),
  constraint what_is_signed_is_sha256 check (octet_length(sha256) = 32),
  constraint signed_by_a_key_of_now  check (key_from <= signed_at)
);

create trigger bonus_signature_never_changes
before update or delete on bonus_signature
for each row execute function refuse_change();

create trigger bonus_signature_never_emptied
before truncate on bonus_signature
for each statement execute function refuse_change();
