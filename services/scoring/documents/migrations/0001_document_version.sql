-- 0001: what the company publishes about itself, one row for each version of a document.
--
-- Rows are only added. Everything that was judged by a version stands on it, so a correction is the next version. The triggers
-- refuse every change, also by the owner of the table.

create table document_version (
  kind              text        not null,           -- 'ruleset'
  version           integer     not null,
  title             text        not null,           -- what the document calls itself
  first_day         date        not null,           -- it decides from this civil day on
  bound_after_start boolean     not null,           -- published after the first day had begun: never payable
  text              text        not null,           -- YAML, as it was published
  sha256            bytea       not null,           -- of its meaning
  published_by      text        not null,           -- the name that the caller gave; nothing proves it
  reason            text        not null,
  published_at      timestamptz not null,

  primary key (kind, version),
  constraint content_is_published_once unique (kind, sha256),
  constraint title_is_used_once        unique (kind, title),
  constraint version_from_one          check (version >= 1),
  constraint sha256_is_sha256          check (octet_length(sha256) = 32)
);

create function refuse_document_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published document never changes: publish the next version';
end
$$;

create trigger document_version_never_changes
before update or delete on document_version
for each row execute function refuse_document_change();

create trigger document_version_never_emptied
before truncate on document_version
for each statement execute function refuse_document_change();
