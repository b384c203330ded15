-- 0002: all kinds of documents are published, and four of them travel to the departments.
--
-- A document that travels has a position: 1, 2, 3 without gaps over all of these kinds. Departments take the documents in this order. A
-- ruleset has none, because no department judges by it.
--
-- A ruleset is published once, under one name. Of the other kinds a later version may say what an earlier one said, and all
-- versions of one kind may have one title.

alter table document_version add column position integer;

alter table document_version drop constraint content_is_published_once;
alter table document_version drop constraint title_is_used_once;
create unique index ruleset_is_published_once on document_version (sha256) where kind = 'ruleset';
create unique index ruleset_name_is_used_once on document_version (title) where kind = 'ruleset';

alter table document_version
  add constraint kind_is_known check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds')),
  add constraint position_is_used_once unique (position),
  add constraint position_from_one check (position >= 1),
  add constraint all_but_rulesets_travel check ((kind = 'ruleset') = (position is null));
