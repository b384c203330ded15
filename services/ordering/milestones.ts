import { type Order, unitOf } from '#libs/catalogue/ordering/order.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';

/**
 * The milestones that ordering publishes: the promise, and the steps of the order and of its parcels from which the next departments are
 * measured.
 */
export function milestonesOf(order: Order | undefined): OutgoingMilestone[] {
  if (order === undefined) return [];
  const { placed, approvedAt, steps } = order;
  const unit = unitOf(order);
  const { payments: _, ...promised } = placed;
  const milestones: OutgoingMilestone[] = [{ ...promised, name: 'promised', unit }];
  if (approvedAt !== undefined) milestones.push({ name: 'payment_approved', unit, happenedAt: approvedAt });
  return [...milestones, ...steps.map((step) => ({ ...step, unit }))];
}
