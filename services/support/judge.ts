import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { contactFrom, suspicionsOf } from './contact.js';
import { knownOfContact } from './grpc/mapping.js';
import { ask } from './metrics/index.js';

/** What follows from what is known of a contact. */
export function judgeContact(facts: readonly StoredFact[]): Judgement {
  const contact = contactFrom(facts.map(knownOfContact));
  return { questions: ask(contact), tellings: [], suspicions: suspicionsOf(contact) };
}
