-- 0005: the document events declares what no department answers for. It travels to the departments as the others do.

alter table document_version
  drop constraint kind_is_known,
  add constraint kind_is_known check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events'));

alter table document_proposal
  drop constraint proposed_kind_is_known,
  add constraint proposed_kind_is_known
    check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events'));
