import type { Parcel } from '#libs/catalogue/delivery/parcel.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';

/** The milestones that delivery publishes: the customer has the parcel. */
export function milestonesOf(parcel: Parcel | undefined): OutgoingMilestone[] {
  if (parcel?.deliveredAt === undefined) return [];
  return [{ name: 'delivered', unit: parcel.unit, happenedAt: parcel.deliveredAt }];
}
