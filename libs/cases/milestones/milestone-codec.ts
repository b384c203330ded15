import { milestoneFromProto, milestoneToProto } from '#libs/batches/format/milestone-proto.js';
import type { MilestoneOut } from '#libs/batches/source/outbox.js';
import { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { isMilestoneName, type Milestone, type NamedMilestone } from '#libs/domain/milestone.js';
import type { Source } from '#libs/domain/source.js';
import type { StoredFact } from '../facts/stored-fact.js';

/** A milestone as it is stored: the bytes of its message, the same whichever way it came. */
export function encodeMilestone(milestone: MilestoneOut): Uint8Array {
  return MilestoneMessage.encode(milestoneToProto(milestone)).finish();
}

/** The milestone of any department that is stored as a fact. */
export function namedMilestoneOf(fact: Pick<StoredFact, 'kind' | 'body'>): NamedMilestone {
  const source = fact.kind.slice(0, fact.kind.indexOf('/')) as Source;
  const milestone = milestoneFromProto(MilestoneMessage.decode(fact.body), source);
  if (milestone === undefined) throw new Error(`a stored milestone ${fact.kind} cannot be read`);
  return milestone;
}

/** The milestone of a built-in department that is stored as a fact. Its judges hear no others. */
export function milestoneOf(fact: Pick<StoredFact, 'kind' | 'body'>): Milestone {
  const milestone = namedMilestoneOf(fact);
  if (!isMilestoneName(milestone.name)) throw new Error(`${fact.kind} is no milestone of a built-in department`);
  return milestone as Milestone;
}
