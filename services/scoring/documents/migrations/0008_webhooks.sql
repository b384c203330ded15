-- 0008: the document webhooks says which systems get a message when the state of a period changes. No department judges by it, so it has no position.

alter table document_version
  drop constraint kind_is_known,
  drop constraint what_departments_judge_by_travels,
  add constraint kind_is_known
    check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events', 'pay-plan', 'export-profiles', 'webhooks')),
  add constraint what_departments_judge_by_travels
    check ((kind in ('ruleset', 'pay-plan', 'export-profiles', 'webhooks')) = (position is null));

alter table document_proposal
  drop constraint proposed_kind_is_known,
  add constraint proposed_kind_is_known
    check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events', 'pay-plan', 'export-profiles', 'webhooks'));
