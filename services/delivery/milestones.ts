import type { Order } from '#libs/catalogue/delivery/order.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { WHOLE } from '#libs/domain/part.js';

/** The milestones that delivery publishes: the customer has, or can collect, a parcel or the order that is judged as one. */
export function milestonesOf(order: Order | undefined): OutgoingMilestone[] {
  return (order?.parcels ?? []).flatMap(({ part, unit, readyAt, receivedAt }) => {
    const of = { ...(part === WHOLE ? {} : { part }), unit };
    return [
      ...(readyAt === undefined ? [] : [{ name: 'ready_for_collection' as const, ...of, happenedAt: readyAt }]),
      ...(receivedAt === undefined ? [] : [{ name: 'delivered' as const, ...of, happenedAt: receivedAt }]),
    ];
  });
}
