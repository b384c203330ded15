import type { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { problemOfId } from '#libs/domain/id.js';
import { isPublishedBy, type NamedMilestone } from '#libs/domain/milestone.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { WHOLE } from '#libs/domain/part.js';
import { FULFILMENTS, type PromiseDetails } from '#libs/domain/promise.js';
import type { Source } from '#libs/domain/source.js';
import { type Instant, isDay } from '#libs/domain/time.js';
import type { MilestoneOut } from './outgoing.js';

export function milestoneToProto(milestone: MilestoneOut): MilestoneMessage {
  return publishedToProto(milestone, milestone);
}

/** What is said of a milestone beside its content. */
export type MilestoneHead = Pick<MilestoneOut, 'ref' | 'revision' | 'withdrawn' | 'origin'>;

export function publishedToProto(milestone: NamedMilestone, head: MilestoneHead): MilestoneMessage {
  // In one piece: spreads and `fromPartial` take several times as long, and a department encodes each milestone that it publishes or hears.
  return {
    caseRef: head.ref,
    name: milestone.name,
    revision: head.revision,
    withdrawn: head.withdrawn,
    unit: milestone.unit,
    happenedAt: new Date(milestone.happenedAt),
    dueAt: dateOf(milestone.dueAt),
    promisedDay: milestone.promisedDay ?? '',
    zone: milestone.zone ?? '',
    originUnit: milestone.originUnit ?? '',
    destinationUnit: milestone.destinationUnit ?? '',
    origin: ORIGINS.numberOf(head.origin),
    part: milestone.part ?? WHOLE,
    replacedBy: milestone.replacedBy ?? '',
    carrier: milestone.carrier ?? '',
    serviceLevel: milestone.serviceLevel ?? '',
    day: milestone.day ?? '',
    text: milestone.text ?? '',
    promisedFrom: dateOf(milestone.promisedFrom),
    promisedTo: dateOf(milestone.promisedTo),
    readyForCollectionBy: dateOf(milestone.readyForCollectionBy),
    fulfilment: milestone.fulfilment === undefined ? 0 : FULFILMENTS.numberOf(milestone.fulfilment),
    neededByDay: milestone.neededByDay ?? '',
  };
}

function dateOf(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}

/**
 * A milestone from its message; undefined if this version does not know its name or origin, or a required field is missing.
 *
 * @param source  the department that published it
 */
export function milestoneFromProto(message: MilestoneMessage, source: Source): MilestoneOut | undefined {
  const origin = ORIGINS.find(message.origin);
  if (origin === undefined || !isPublishedBy(source, message.name) || message.happenedAt === undefined)
    return undefined;
  if (isNoId(message.part) || isNoId(message.replacedBy) || isNoId(message.text)) return undefined;
  if (message.fulfilment !== 0 && FULFILMENTS.find(message.fulfilment) === undefined) return undefined;
  if (message.day !== '' && !isDay(message.day)) return undefined;
  if (message.caseRef.length !== 16 || message.revision < 1) return undefined;
  const milestone: Writable<MilestoneOut> = {
    ref: bytesOf(message.caseRef),
    name: message.name,
    revision: message.revision,
    withdrawn: message.withdrawn,
    unit: message.unit,
    happenedAt: message.happenedAt.getTime(),
    origin,
  };
  // What the message does not say is left out. Each by itself: spreads take several times as long.
  if (message.part !== WHOLE) milestone.part = message.part;
  if (message.dueAt !== undefined) milestone.dueAt = message.dueAt.getTime();
  if (message.promisedDay !== '') milestone.promisedDay = message.promisedDay;
  if (message.zone !== '') milestone.zone = message.zone;
  if (message.originUnit !== '') milestone.originUnit = message.originUnit;
  if (message.destinationUnit !== '') milestone.destinationUnit = message.destinationUnit;
  if (message.replacedBy !== '') milestone.replacedBy = message.replacedBy;
  if (message.carrier !== '') milestone.carrier = message.carrier;
  if (message.serviceLevel !== '') milestone.serviceLevel = message.serviceLevel;
  if (message.day !== '') milestone.day = message.day;
  if (message.text !== '') milestone.text = message.text;
  addPromise(message, milestone);
  return milestone;
}

/** Neither an id nor empty. */
function isNoId(id: string): boolean {
  return id !== '' && problemOfId(id) !== undefined;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function bytesOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}

function addPromise(message: MilestoneMessage, milestone: Writable<PromiseDetails>): void {
  const { promisedFrom, promisedTo, readyForCollectionBy, fulfilment, neededByDay } = message;
  if (promisedFrom !== undefined) milestone.promisedFrom = promisedFrom.getTime();
  if (promisedTo !== undefined) milestone.promisedTo = promisedTo.getTime();
  if (readyForCollectionBy !== undefined) milestone.readyForCollectionBy = readyForCollectionBy.getTime();
  if (fulfilment !== 0) milestone.fulfilment = FULFILMENTS.wordOf(fulfilment);
  if (neededByDay !== '') milestone.neededByDay = neededByDay;
}
