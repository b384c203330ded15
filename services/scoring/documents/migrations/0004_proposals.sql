-- 0004: two different people publish a document. One proposes it, the other one publishes what was proposed.
--
-- A proposal is only added, like a version: the triggers refuse every change, also by the owner of the table. Whether it is still open
-- follows from the versions. A version refers to the proposal of its content, so that the database itself refuses what was not proposed, and
-- what one person proposes and publishes. "not valid": versions from before this migration have no proposal. A process of the version
-- before goes on, but cannot publish any more, because it would let one person do it.

create table document_proposal (
  number            integer     not null primary key,
  kind              text        not null,
  base_version      integer     not null,           -- the newest version of the kind by then; 0 before the first one
  title             text        not null,
  first_day         date        not null,
  bound_after_start boolean     not null,           -- proposed after the first day had begun
  text              text        not null,           -- YAML, as it was proposed
  sha256            bytea       not null,           -- of its meaning
  proposed_by       text        not null,           -- the caller, as proven
  reason            text        not null,
  proposed_at       timestamptz not null,

  constraint content_of_a_person unique (number, kind, sha256, proposed_by),
  constraint proposal_number_from_one   check (number >= 1),
  constraint base_version_from_zero     check (base_version >= 0),
  constraint proposed_kind_is_known     check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access')),
  constraint proposed_sha256_is_sha256  check (octet_length(sha256) = 32),
  constraint proposer_is_named          check (proposed_by <> '')
);

create function refuse_proposal_change() returns trigger language plpgsql as $$
begin
  raise exception 'a proposal never changes: propose the document again';
end
$$;

create trigger document_proposal_never_changes
before update or delete on document_proposal
for each row execute function refuse_proposal_change();

create trigger document_proposal_never_emptied
before truncate on document_proposal
for each statement execute function refuse_proposal_change();

alter table document_version
  add column proposal    integer,
  add column proposed_by text;

alter table document_version
  add constraint two_people_publish
    check (proposal is not null and proposed_by is not null and proposed_by <> published_by) not valid,
  add constraint version_was_proposed
    foreign key (proposal, kind, sha256, proposed_by) references document_proposal (number, kind, sha256, proposed_by) not valid;
