import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What is known of a contact. */
export type KnownOfContact =
  | { readonly name: 'received'; readonly happenedAt: Instant; readonly unit: Unit; readonly zone: Zone }
  | { readonly name: 'goodwill_promised'; readonly happenedAt: Instant; readonly promisedDay: Day }
  | { readonly name: 'first_response' | 'contacted_again' | 'goodwill_paid'; readonly happenedAt: Instant };

/** A contact; before it was received there is none. */
export interface Contact {
  readonly receivedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly answeredAt: Instant | undefined;
  readonly contactedAgainAt: Instant | undefined;
  /** The first promise of goodwill; later ones never help. */
  readonly goodwillDay: Day | undefined;
  readonly goodwillPaidAt: Instant | undefined;
}

/** The contact that facts in order of time make. */
export function contactFrom(known: readonly KnownOfContact[]): Contact | undefined {
  const received = known.find((fact) => fact.name === 'received');
  if (received === undefined) return undefined;
  const at = (name: KnownOfContact['name']) => known.find((fact) => fact.name === name)?.happenedAt;
  return {
    receivedAt: received.happenedAt,
    unit: received.unit,
    zone: received.zone,
    answeredAt: at('first_response'),
    contactedAgainAt: at('contacted_again'),
    goodwillDay: known.find((fact) => fact.name === 'goodwill_promised')?.promisedDay,
    goodwillPaidAt: at('goodwill_paid'),
  };
}

/** Stamps that cannot both be true. */
export function suspicionsOf(contact: Contact | undefined): string[] {
  const { answeredAt, receivedAt } = contact ?? {};
  return answeredAt !== undefined && receivedAt !== undefined && answeredAt < receivedAt
    ? ['ANSWERED_BEFORE_CONTACT']
    : [];
}
