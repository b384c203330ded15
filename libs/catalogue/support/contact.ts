import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A fact that a help desk reported about a contact. */
export type KnownOfContact =
  | { readonly name: 'received'; readonly happenedAt: Instant; readonly unit: Unit; readonly zone: Zone }
  | { readonly name: 'goodwill_promised'; readonly happenedAt: Instant; readonly promisedDay: Day }
  | { readonly name: 'first_response' | 'contacted_again' | 'goodwill_paid'; readonly happenedAt: Instant };

/** A contact as support's metrics read it. */
export interface Contact {
  readonly receivedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly answeredAt: Instant | undefined;
  readonly contactedAgainAt: Instant | undefined;
  /** The day of the first promise of goodwill; later promises do not count. */
  readonly goodwillDay: Day | undefined;
  readonly goodwillPaidAt: Instant | undefined;
}

/**
 * Makes the contact from its facts. Of several facts of one kind the first one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the contact was received
 */
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

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf(contact: Contact | undefined): string[] {
  const { answeredAt, receivedAt } = contact ?? {};
  return answeredAt !== undefined && receivedAt !== undefined && answeredAt < receivedAt
    ? ['ANSWERED_BEFORE_CONTACT']
    : [];
}
