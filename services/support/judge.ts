import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { contactFrom, suspicionsOf } from '#libs/catalogue/support/contact.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { knownOfContact } from './grpc/mapping.js';

/** What follows from what is known of a contact. */
export function judgeContact(facts: readonly StoredFact[]): Judgement {
  const contact = contactFrom(facts.map(knownOfContact));
  return { evaluations: evaluate(SUPPORT, contact), tellings: [], suspicions: suspicionsOf(contact) };
}
