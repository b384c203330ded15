import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import type { Parcel } from './parcel.js';

/** What delivery tells the others: that the customer has it. */
export function tell(parcel: Parcel | undefined): OutgoingMilestone[] {
  if (parcel?.deliveredAt === undefined) return [];
  return [{ name: 'delivered', unit: parcel.unit, happenedAt: parcel.deliveredAt }];
}
