import type { GeneratedFact } from '#cli/import/support-contacts.js';
import { evaluate, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { contactFrom, type KnownOfContact } from '#libs/catalogue/support/contact.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { groupBy } from '#libs/domain/group-by.js';

/** What support's rules alone make of generated contacts, without the pipeline. */
export function pureContacts(facts: readonly GeneratedFact[]): MetricEvaluation[] {
  const byContact = groupBy(facts, ({ fact }) => fact.contactId);
  return [...byContact.values()].flatMap((ofContact) => evaluate(SUPPORT, contactFrom(ofContact.flatMap(known))));
}

const NAMES = {
  firstResponse: 'first_response',
  contactedAgain: 'contacted_again',
  goodwillPaid: 'goodwill_paid',
} as const;

function known({ at: happenedAt, fact: { what } }: GeneratedFact): KnownOfContact[] {
  switch (what?.$case) {
    case 'received':
      return [{ name: 'received', happenedAt, unit: what.value.unit, zone: what.value.zone }];
    case 'goodwillPromised':
      return [{ name: 'goodwill_promised', happenedAt, promisedDay: what.value.promisedDay }];
    case 'firstResponse':
    case 'contactedAgain':
    case 'goodwillPaid':
      return [{ name: NAMES[what.$case], happenedAt }];
    default:
      return [];
  }
}
