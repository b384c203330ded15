import { type Order, type OrderStep, unitOf } from '#libs/catalogue/ordering/order.js';
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
  return [...milestones, ...steps.map((step) => ({ ...publishedOf(step), unit }))];
}

/** Other departments hear that an order was canceled. By whom and why stays in ordering, which answers for it. */
function publishedOf(step: OrderStep) {
  if (step.name !== 'canceled' && step.name !== 'unavailable') return step;
  const { by: _, cause: __, ...published } = step;
  return published;
}
