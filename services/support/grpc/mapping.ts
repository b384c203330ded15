import { type Objection, objectionToDay, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import { checkedFact } from '#libs/cases/grpc/checked-fact.js';
import type { CaseDescription } from '#libs/cases/grpc/describe.js';
import type { KnownOfContact } from '#libs/catalogue/support/contact.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import type { Origin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';

/** Takes over what a help desk reports, or says what is wrong with it. */
export function checkContactFact(caseKey: Uint8Array) {
  return (fact: ContactFact, origin: Origin, now: Instant): CheckedFact => {
    const body = () => ContactFact.encode(fact).finish();
    const objection = () => objectionToWhat(fact.what);
    return checkedFact(fact, { caseKind: 'contact', caseId: fact.contactId, caseKey, origin, now, body, objection });
  };
}

function objectionToWhat(what: ContactFact['what']): Objection | undefined {
  if (what?.$case === 'received') {
    return objectionToUnit(what.value.unit, 'received.unit') ?? objectionToZone(what.value.zone, 'received.zone');
  }
  if (what?.$case === 'goodwillPromised') {
    return objectionToDay(what.value.promisedDay, 'goodwill_promised.promised_day');
  }
  return undefined;
}

/** What a kept fact says about a contact. */
export function knownOfContact(kept: StoredFact): KnownOfContact {
  const { happenedAt } = kept;
  const { what } = ContactFact.decode(kept.body);
  switch (what?.$case) {
    case 'received':
      return { name: 'received', happenedAt, unit: what.value.unit, zone: what.value.zone };
    case 'goodwillPromised':
      return { name: 'goodwill_promised', happenedAt, promisedDay: what.value.promisedDay };
    case 'firstResponse':
      return { name: 'first_response', happenedAt };
    case 'contactedAgain':
      return { name: 'contacted_again', happenedAt };
    case 'goodwillPaid':
      return { name: 'goodwill_paid', happenedAt };
    default:
      throw new Error(`a fact ${kept.kind} was kept that nobody can read`);
  }
}

/** A contact for people. */
export function describeContact(facts: readonly StoredFact[]): CaseDescription {
  const bodies = facts.map((fact) => ContactFact.decode(fact.body));
  return { caseId: bodies[0]?.contactId ?? '', details: bodies.map(({ what }) => detailOf(what)) };
}

function detailOf(what: ContactFact['what']): string {
  if (what?.$case === 'received') return `taken by ${what.value.unit}`;
  return what?.$case === 'goodwillPromised' ? `promised for ${what.value.promisedDay}` : '';
}
