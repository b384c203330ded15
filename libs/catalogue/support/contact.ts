import type { Move } from '#libs/domain/calendar-moves.js';
import { enumWords, type Word } from '#libs/domain/enum-words.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Language } from '#libs/domain/language.js';
import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { Pause } from '#libs/domain/timescale.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import type { Audit, Audited } from './audit.js';
import { type Commitment, type CommitmentKept, type CommitmentMade, commitmentsOf } from './commitments.js';
import { type Complained, type OrderStatusAsked, type Trouble, troubleOf } from './complaint.js';
import { type HandOff, handOffsOf, type TakenOver, type Transferred } from './hand-offs.js';
import { type Conversation, type ConversationEnded, conversationsOf, type Issue, issueOf } from './issue.js';
import { movesOf } from './moves.js';
import { pausesOf } from './pauses.js';
import { type Rated, type Rating, ratingsOf } from './rating.js';

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
    | { readonly name: PlainName; readonly happenedAt: Instant }
    | { readonly name: 'moved'; readonly happenedAt: Instant; readonly calendar: string }
    | { readonly name: 'missing_item_settled'; readonly happenedAt: Instant; readonly isReturnRequired: boolean }
    | Transferred
    | TakenOver
    | CommitmentMade
    | CommitmentKept
    | Audited
    | Complained
    | OrderStatusAsked
    | ConversationEnded
    | Rated
  );

/** Facts that say no more than that something happened. */
type PlainName =
  | ('first_response' | 'contacted_again' | 'goodwill_paid' | 'waiting_began' | 'waiting_ended' | 'issue_resolved')
  | ('refund_due' | 'refund_paid' | 'queued' | 'abandoned' | 'missing_item_reported' | 'complaint_upheld');

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
  /** When it was offered to the help desk in a queue, and when the customer gave up there. */
  readonly queuedAt: Instant | undefined;
  readonly abandonedAt: Instant | undefined;
  readonly handOffs: readonly HandOff[];
  readonly conversations: readonly Conversation[];
  readonly complaint: Trouble | undefined;
  /** When a body outside the company upheld the complaint. */
  readonly complaintUpheldAt: Instant | undefined;
  /** The customer asked where the order is. */
  readonly orderStatus: Trouble | undefined;
  readonly missingItemAt: Instant | undefined;
  readonly missingItemSettled: { readonly at: Instant; readonly isReturnRequired: boolean } | undefined;
  readonly refundDueAt: Instant | undefined;
  readonly refundPaidAt: Instant | undefined;
  readonly commitments: readonly Commitment[];
  /** The last audit of its quality. */
  readonly audit: Audit | undefined;
  /** What the customer answered to a third party about it, in order of time. */
  readonly ratings: readonly Rating[];
  /** What is known of its issue; the same for every contact of one issue. */
  readonly issue: Issue;
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
    queuedAt: at('queued'),
    abandonedAt: at('abandoned'),
    handOffs: handOffsOf(known),
    conversations: conversationsOf(known),
    ...troublesOf(known),
    complaintUpheldAt: at('complaint_upheld'),
    missingItemAt: at('missing_item_reported'),
    missingItemSettled: settledIn(known),
    refundDueAt: at('refund_due'),
    refundPaidAt: at('refund_paid'),
    commitments: commitmentsOf(known),
    audit: auditIn(known),
    ratings: ratingsOf(known),
    issue: issueOf(known, [receivedAt]),
  };
}

function troublesOf(known: readonly KnownOfContact[]): Pick<Contact, 'complaint' | 'orderStatus'> {
  const complaints = known.filter((fact) => fact.name === 'complained');
  const questions = known.filter((fact) => fact.name === 'order_status_asked');
  return {
    complaint: troubleOf(complaints.map(({ happenedAt: at, causedBy }) => ({ at, causedBy }))),
    orderStatus: troubleOf(questions.map(({ happenedAt: at, late: causedBy }) => ({ at, causedBy }))),
  };
}

function settledIn(known: readonly KnownOfContact[]): Contact['missingItemSettled'] {
  const settled = known.find((fact) => fact.name === 'missing_item_settled');
  return settled && { at: settled.happenedAt, isReturnRequired: settled.isReturnRequired };
}

function auditIn(known: readonly KnownOfContact[]): Audit | undefined {
  const last = known.findLast((fact) => fact.name === 'audited');
  return last && { auditedAt: last.happenedAt, result: last.result };
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
  const issue = issueOf(
    known,
    contacts.map(({ receivedAt }) => receivedAt),
  );
  return [{ ...first, contactedAgainAt, issue }, ...later.map((one) => ({ ...one, isFirstOfIssue: false, issue }))];
}

/** What exceptions from a limit may ask of a contact: what the help desk reported when it was received. */
export function dimensionsOf({ channel, priority }: Contact): CaseDimensions {
  return { channel: channel === undefined ? [] : [channel], priority: priority === undefined ? [] : [priority] };
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf(contact: Contact): string[] {
  const { answeredAt, receivedAt, abandonedAt, isFirstOfIssue, issue, part } = contact;
  const [resolvedAt] = issue.resolvedAt;
  const found = [
    ['ANSWERED_BEFORE_CONTACT', answeredAt !== undefined && answeredAt < receivedAt],
    ['ABANDONED_AFTER_ANSWER', abandonedAt !== undefined && answeredAt !== undefined && abandonedAt > answeredAt],
    ['RESOLVED_BEFORE_CONTACT', isFirstOfIssue && resolvedAt !== undefined && resolvedAt < receivedAt],
  ] as const;
  return found.flatMap(([name, isTrue]) => (isTrue ? [nameWithPart(name, part)] : []));
}
