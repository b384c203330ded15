import type { Parcel } from '#libs/catalogue/warehouse/parcel.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { WHOLE } from '#libs/domain/part.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';

/** The milestones that the warehouse publishes: the hand-over of a parcel, with its limit. */
export function milestonesOf({ part, handedOverAt, released }: Parcel): OutgoingMilestone[] {
  if (handedOverAt === undefined) return [];
  const unit = released?.originUnit ?? UNATTRIBUTED;
  // Every fact of a parcel comes here: spreads take several times as long.
  const milestone: Writable<OutgoingMilestone> = { name: 'handed_over', unit, happenedAt: handedOverAt };
  if (part !== WHOLE) milestone.part = part;
  if (released !== undefined) milestone.dueAt = released.dueAt;
  return [milestone];
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
