-- 0003: the document access says who may do what. It travels to the departments as the others do.

alter table document_version
  drop constraint kind_is_known,
  add constraint kind_is_known check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access'));
