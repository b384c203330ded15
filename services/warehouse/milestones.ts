import type { Parcel } from '#libs/catalogue/warehouse/parcel.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';

/** What the warehouse tells the others: the hand-over, with the limit it had. */
export function milestonesOf({ handedOverAt, released }: Parcel): OutgoingMilestone[] {
  if (handedOverAt === undefined) return [];
  const due = released === undefined ? {} : { dueAt: released.dueAt };
  return [{ name: 'handed_over', unit: released?.originUnit ?? UNATTRIBUTED, happenedAt: handedOverAt, ...due }];
}
