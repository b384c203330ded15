import { milestoneFromProto, milestoneToProto } from '#libs/batches/format/milestone-proto.js';
import type { MilestoneOut } from '#libs/batches/source/outbox.js';
import { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Milestone } from '#libs/domain/milestone.js';
import type { StoredFact } from '../facts/stored-fact.js';

/** A milestone as it is stored: the bytes of its message, the same whichever way it came. */
export function encodeMilestone(milestone: MilestoneOut): Uint8Array {
  return MilestoneMessage.encode(milestoneToProto(milestone)).finish();
}

/** The milestone that is stored as a fact. */
export function milestoneOf(fact: Pick<StoredFact, 'kind' | 'body'>): Milestone {
  const milestone = milestoneFromProto(MilestoneMessage.decode(fact.body));
  if (milestone === undefined) throw new Error(`a stored milestone ${fact.kind} cannot be read`);
  return milestone;
}
