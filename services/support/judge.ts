import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { contactFrom, suspicionsOf } from '#libs/catalogue/support/contact.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { supportFacts } from './grpc/facts.js';

/** What follows from the facts of a contact. */
export function judgeContact(facts: readonly StoredFact[]): Judgement {
  const known = supportFacts.knownOf(facts);
  const contact = contactFrom(known.facts);
  return {
    evaluations: evaluate(SUPPORT, contact),
    milestones: [],
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(contact)],
  };
}
