import type { Move } from '#libs/domain/calendar-moves.js';
import { enumWords, type Word } from '#libs/domain/enum-words.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Language } from '#libs/domain/language.js';
import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { Pause } from '#libs/domain/timescale.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import { movesOf } from './moves.js';
import { pausesOf } from './pauses.js';

/** How a customer asks for help, by its number in the contract. */
export const CHANNELS = enumWords('channel', { PHONE: 1, CHAT: 2, EMAIL: 3, SOCIAL: 4, LETTER: 5, IN_PERSON: 6 });
export type Channel = Word<typeof CHANNELS>;

/** How urgent a contact is, by its number in the contract. */
export const PRIORITIES = enumWords('priority', { LOW: 1, NORMAL: 2, HIGH: 3, URGENT: 4 });
export type Priority = Word<typeof PRIORITIES>;

/** A fact that a help desk reported about a contact. Of several contacts of an issue each is a part. */
export type KnownOfContact = OfPart &
  (
    | Received
    | { readonly name: 'goodwill_promised'; readonly happenedAt: Instant; readonly promisedDay: Day }
    | { readonly name: 'first_response' | 'contacted_again' | 'goodwill_paid'; readonly happenedAt: Instant }
    | { readonly name: 'waiting_began' | 'waiting_ended'; readonly happenedAt: Instant }
    | { readonly name: 'moved'; readonly happenedAt: Instant; readonly calendar: string }
  );

/** What is known of a contact from its beginning. What the help desk did not report is undefined. */
interface Intake {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly channel: Channel | undefined;
  readonly priority: Priority | undefined;
  readonly language: Language | undefined;
}

interface Received extends Intake {
  readonly name: 'received';
  readonly happenedAt: Instant;
}

/** A contact as support's metrics read it. */
export interface Contact extends Intake {
  /** The contact's place in its issue; WHOLE when it is an issue of its own. */
  readonly part: Part;
  /** False for a contact of an issue about which the customer had asked before. */
  readonly isFirstOfIssue: boolean;
  readonly receivedAt: Instant;
  readonly answeredAt: Instant | undefined;
  /** When the customer asked again about the issue: in the same contact, or in another one of the issue. */
  readonly contactedAgainAt: Instant | undefined;
  /** The day of the first promise of goodwill; later promises do not count. */
  readonly goodwillDay: Day | undefined;
  readonly goodwillPaidAt: Instant | undefined;
  /** When the help desk waited for the customer, in order of time. Limits in working time stand still then. */
  readonly pauses: readonly Pause[];
  /** When the help desk moved it to other calendars, in order of time. Limits in working time are measured by them from then on. */
  readonly moves: readonly Move[];
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
  const { name: _, happenedAt: receivedAt, part = WHOLE, ...intake } = received;
  return {
    ...intake,
    part,
    isFirstOfIssue: true,
    receivedAt,
    answeredAt: at('first_response'),
    contactedAgainAt: at('contacted_again'),
    goodwillDay: known.find((fact) => fact.name === 'goodwill_promised')?.promisedDay,
    goodwillPaidAt: at('goodwill_paid'),
    pauses: pausesOf(known),
    moves: movesOf(known),
  };
}

/**
 * Makes the contacts of an issue from its facts, the first one first. A later contact of the issue is the second contact of the
 * first one, whatever its id and its channel. Of contacts at one instant the one whose id comes first is the first.
 *
 * @param known  in order of time
 */
export function contactsFrom(known: readonly KnownOfContact[]): Contact[] {
  const contacts = [...groupBy(known, ({ part = WHOLE }) => part).values()]
    .map(contactFrom)
    .filter((contact) => contact !== undefined)
    .sort((a, b) => a.receivedAt - b.receivedAt || (a.part < b.part ? -1 : 1));
  const [first, ...later] = contacts;
  if (first === undefined) return [];
  const again = [first.contactedAgainAt, ...later.flatMap((one) => [one.receivedAt, one.contactedAgainAt])];
  const contactedAgainAt = earliest(again.filter((instant) => instant !== undefined));
  return [{ ...first, contactedAgainAt }, ...later.map((one) => ({ ...one, isFirstOfIssue: false }))];
}

/** What exceptions from a limit may ask of a contact: what the help desk reported when it was received. */
export function dimensionsOf({ channel, priority }: Contact): CaseDimensions {
  return { channel: channel === undefined ? [] : [channel], priority: priority === undefined ? [] : [priority] };
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf({ answeredAt, receivedAt, part }: Contact): string[] {
  const isBackwards = answeredAt !== undefined && answeredAt < receivedAt;
  return isBackwards ? [nameWithPart('ANSWERED_BEFORE_CONTACT', part)] : [];
}
