import type { Parcel } from '#libs/catalogue/warehouse/parcel.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { WHOLE } from '#libs/domain/part.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';

/** The milestones that the warehouse publishes: the hand-over of a parcel, with its limit. */
export function milestonesOf({ part, handedOverAt, released }: Parcel): OutgoingMilestone[] {
  if (handedOverAt === undefined) return [];
  const unit = released?.originUnit ?? UNATTRIBUTED;
  const due = released === undefined ? {} : { dueAt: released.dueAt };
  return [{ name: 'handed_over', ...(part === WHOLE ? {} : { part }), unit, happenedAt: handedOverAt, ...due }];
}
