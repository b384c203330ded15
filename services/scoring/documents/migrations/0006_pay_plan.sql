-- 0006: the document pay-plan says how indexes become money. No department judges by it, so it has no position, as a ruleset has none.

alter table document_version
  drop constraint kind_is_known,
  drop constraint all_but_rulesets_travel,
  add constraint kind_is_known
    check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events', 'pay-plan')),
  add constraint what_departments_judge_by_travels check ((kind in ('ruleset', 'pay-plan')) = (position is null));

alter table document_proposal
  drop constraint proposed_kind_is_known,
  add constraint proposed_kind_is_known
    check (kind in ('company', 'departments', 'metrics', 'ruleset', 'feeds', 'access', 'events', 'pay-plan'));
