import type { Order } from '#libs/catalogue/delivery/order.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { WHOLE } from '#libs/domain/part.js';

/** The milestones that delivery publishes: the customer has a parcel, or the order that is judged as one. */
export function milestonesOf(order: Order | undefined): OutgoingMilestone[] {
  return (order?.parcels ?? []).flatMap(({ part, unit, deliveredAt }) => {
    if (deliveredAt === undefined) return [];
    return [{ name: 'delivered', ...(part === WHOLE ? {} : { part }), unit, happenedAt: deliveredAt }];
  });
}
