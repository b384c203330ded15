import type { Department } from '#libs/cases/judging/department.js';
import type { ReadRules } from '#libs/cases/rules/rules-in-force.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { ContactFact, ContactReceived, SupportServiceClient } from '#libs/contracts/cx/support/v1/support.js';
import { call } from '#libs/grpc/client.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { supportService } from '#services/support/grpc/support-service.js';
import { judgeIssue } from '#services/support/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { FOURTEEN_DAYS_MS, startSource } from './source.js';

const support: Department = {
  source: 'support',
  metrics: SUPPORT,
  rules: judgedByDefault('support'),
  silentAfterMs: FOURTEEN_DAYS_MS,
  shards: 1,
  judge: judgeIssue,
};

/** The services of support. The feed generator reports; the company asks every metric by its own limits unless other rules are given. */
export async function startSupport(rules: ReadRules = support.rules) {
  const department = { ...support, rules };
  const source = await startSource({ department, facts: supportFacts, service: supportService });
  const desk = source.as(SupportServiceClient, 'generator');
  return {
    ...source,
    facts: source.as(FactsServiceClient, 'generator'),
    send: (...facts: ContactFact[]) => call(desk, 'recordContactFacts', { facts, origin: 1 }),
  };
}

/** What the contact of this id was about; received by team a in Berlin unless the change says otherwise. */
export function contactFact(contactId: string, at: string, change: Partial<ContactFact> = {}): ContactFact {
  const value = ContactReceived.fromPartial({ unit: 'team/a', zone: 'Europe/Berlin' });
  const what = change.what ?? { $case: 'received', value };
  const factId = `${contactId}/${what.$case}/${at}`;
  return ContactFact.fromPartial({ factId, contactId, happenedAt: new Date(at), ...change, what });
}
