import { type Order, unitOf } from '#libs/catalogue/ordering/order.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';

/** The milestones that ordering publishes: the promise, and the steps from which the next departments are measured. */
export function milestonesOf(order: Order | undefined): OutgoingMilestone[] {
  if (order === undefined) return [];
  const { placed, approvedAt, released, canceledAt, unavailableAt } = order;
  const unit = unitOf(order);
  const { happenedAt, promisedDay, zone, destinationUnit } = placed;
  const milestones: OutgoingMilestone[] = [{ name: 'promised', unit, happenedAt, promisedDay, zone, destinationUnit }];
  if (approvedAt !== undefined) milestones.push({ name: 'payment_approved', unit, happenedAt: approvedAt });
  if (released !== undefined) {
    milestones.push({
      name: 'released',
      unit,
      happenedAt: released.happenedAt,
      dueAt: released.dueAt,
      originUnit: released.originUnit,
    });
  }
  if (canceledAt !== undefined) milestones.push({ name: 'canceled', unit, happenedAt: canceledAt });
  if (unavailableAt !== undefined) milestones.push({ name: 'unavailable', unit, happenedAt: unavailableAt });
  return milestones;
}
