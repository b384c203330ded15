import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { contactsFrom, suspicionsOf } from '#libs/catalogue/support/contact.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { supportFacts } from './grpc/facts.js';

/** What follows from the facts of an issue: of one contact, or of several. */
export function judgeIssue(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = supportFacts.knownOf(facts);
  const contacts = contactsFrom(known.facts);
  return {
    evaluations: contacts.flatMap((contact) => evaluateBy(rules, SUPPORT, contact)),
    milestones: [],
    inconsistencies: [...known.inconsistencies, ...contacts.flatMap(suspicionsOf)],
  };
}
