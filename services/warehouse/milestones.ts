import type { Parcel } from '#libs/catalogue/warehouse/parcel.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';

/** The milestones that the warehouse publishes: the hand-over, with its limit. */
export function milestonesOf({ handedOverAt, released }: Parcel): OutgoingMilestone[] {
  if (handedOverAt === undefined) return [];
  const due = released === undefined ? {} : { dueAt: released.dueAt };
  return [{ name: 'handed_over', unit: released?.originUnit ?? UNATTRIBUTED, happenedAt: handedOverAt, ...due }];
}
