import type { MilestoneOut } from '#libs/batches/outbox.js';
import { Milestone as MilestoneMessage, type Origin as OriginNumber } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Milestone, MilestoneName } from './judging.js';
import type { KeptFact } from './kept-fact.js';
import { ORIGIN_NUMBER, originFrom } from './stored.js';

/** A milestone as it is kept: the bytes of its message, the same however it came. */
export function encodeMilestone(milestone: MilestoneOut): Uint8Array {
  const { ref, name, revision, withdrawn, unit, happenedAt, origin } = milestone;
  const message = MilestoneMessage.fromPartial({ name, revision, withdrawn, unit, caseRef: ref });
  message.happenedAt = new Date(happenedAt);
  message.dueAt = milestone.dueAt === undefined ? undefined : new Date(milestone.dueAt);
  message.promisedDay = milestone.promisedDay ?? '';
  message.zone = milestone.zone ?? '';
  message.originUnit = milestone.originUnit ?? '';
  message.destinationUnit = milestone.destinationUnit ?? '';
  message.origin = ORIGIN_NUMBER[origin] as OriginNumber;
  return MilestoneMessage.encode(message).finish();
}

/** The milestone that is kept as a fact. */
export function milestoneOf(fact: Pick<KeptFact, 'body'>): Milestone {
  const message = MilestoneMessage.decode(fact.body);
  if (message.happenedAt === undefined) throw new Error(`a milestone ${message.name} without an instant was kept`);
  return {
    name: message.name as MilestoneName,
    revision: message.revision,
    unit: message.unit,
    happenedAt: message.happenedAt.getTime(),
    origin: originFrom(message.origin),
    ...(message.dueAt === undefined ? {} : { dueAt: message.dueAt.getTime() }),
    ...(message.promisedDay === '' ? {} : { promisedDay: message.promisedDay }),
    ...(message.zone === '' ? {} : { zone: message.zone }),
    ...(message.originUnit === '' ? {} : { originUnit: message.originUnit }),
    ...(message.destinationUnit === '' ? {} : { destinationUnit: message.destinationUnit }),
  };
}
