import { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { problemOfId } from '#libs/domain/id.js';
import { isPublishedBy } from '#libs/domain/milestone.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { WHOLE } from '#libs/domain/part.js';
import { FULFILMENTS, type PromiseDetails } from '#libs/domain/promise.js';
import type { Source } from '#libs/domain/source.js';
import { isDay } from '#libs/domain/time.js';
import type { MilestoneOut } from './outgoing.js';

export function milestoneToProto(milestone: MilestoneOut): MilestoneMessage {
  const { ref, name, revision, withdrawn, unit, happenedAt, dueAt, origin } = milestone;
  return MilestoneMessage.fromPartial({
    caseRef: ref,
    name,
    revision,
    withdrawn,
    unit,
    happenedAt: new Date(happenedAt),
    ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt) }),
    promisedDay: milestone.promisedDay ?? '',
    zone: milestone.zone ?? '',
    originUnit: milestone.originUnit ?? '',
    destinationUnit: milestone.destinationUnit ?? '',
    origin: ORIGINS.numberOf(origin),
    part: milestone.part ?? WHOLE,
    replacedBy: milestone.replacedBy ?? '',
    carrier: milestone.carrier ?? '',
    serviceLevel: milestone.serviceLevel ?? '',
    day: milestone.day ?? '',
    text: milestone.text ?? '',
    ...promiseToProto(milestone),
  });
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
  if ([message.part, message.replacedBy, message.text].some((id) => id !== '' && problemOfId(id) !== undefined))
    return undefined;
  if (message.fulfilment !== 0 && FULFILMENTS.find(message.fulfilment) === undefined) return undefined;
  if (message.day !== '' && !isDay(message.day)) return undefined;
  if (message.caseRef.length !== 16 || message.revision < 1) return undefined;
  return {
    ref: Buffer.from(message.caseRef),
    name: message.name,
    revision: message.revision,
    withdrawn: message.withdrawn,
    unit: message.unit,
    happenedAt: message.happenedAt.getTime(),
    origin,
    ...(message.part === WHOLE ? {} : { part: message.part }),
    ...(message.dueAt === undefined ? {} : { dueAt: message.dueAt.getTime() }),
    ...(message.promisedDay === '' ? {} : { promisedDay: message.promisedDay }),
    ...(message.zone === '' ? {} : { zone: message.zone }),
    ...(message.originUnit === '' ? {} : { originUnit: message.originUnit }),
    ...(message.destinationUnit === '' ? {} : { destinationUnit: message.destinationUnit }),
    ...(message.replacedBy === '' ? {} : { replacedBy: message.replacedBy }),
    ...(message.carrier === '' ? {} : { carrier: message.carrier }),
    ...(message.serviceLevel === '' ? {} : { serviceLevel: message.serviceLevel }),
    ...(message.day === '' ? {} : { day: message.day }),
    ...(message.text === '' ? {} : { text: message.text }),
    ...promiseFromProto(message),
  };
}

function promiseToProto(promise: PromiseDetails) {
  const { promisedFrom, promisedTo, readyForCollectionBy, fulfilment, neededByDay } = promise;
  return {
    ...(promisedFrom === undefined ? {} : { promisedFrom: new Date(promisedFrom) }),
    ...(promisedTo === undefined ? {} : { promisedTo: new Date(promisedTo) }),
    ...(readyForCollectionBy === undefined ? {} : { readyForCollectionBy: new Date(readyForCollectionBy) }),
    ...(fulfilment === undefined ? {} : { fulfilment: FULFILMENTS.numberOf(fulfilment) }),
    ...(neededByDay === undefined ? {} : { neededByDay }),
  };
}

function promiseFromProto(message: MilestoneMessage): PromiseDetails {
  const { promisedFrom, promisedTo, readyForCollectionBy, fulfilment, neededByDay } = message;
  return {
    ...(promisedFrom === undefined ? {} : { promisedFrom: promisedFrom.getTime() }),
    ...(promisedTo === undefined ? {} : { promisedTo: promisedTo.getTime() }),
    ...(readyForCollectionBy === undefined ? {} : { readyForCollectionBy: readyForCollectionBy.getTime() }),
    ...(fulfilment === 0 ? {} : { fulfilment: FULFILMENTS.wordOf(fulfilment) }),
    ...(neededByDay === '' ? {} : { neededByDay }),
  };
}
