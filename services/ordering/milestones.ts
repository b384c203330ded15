import { type Order, type OrderStep, unitOf } from '#libs/catalogue/ordering/order.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { notesOn } from '#libs/domain/notes.js';
import type { Unit } from '#libs/domain/unit.js';

/**
 * The milestones that ordering publishes: the promise, and the steps of the order and of its parcels from which the next departments are
 * measured. An order is judged with each of its facts, and what a fact says stays the same object: so does the milestone that follows from it.
 */
export function milestonesOf(order: Order | undefined): OutgoingMilestone[] {
  if (order === undefined) return [];
  const { placed, approvedAt, steps } = order;
  const unit = unitOf(order);
  const milestones = [madeOnce(placed, unit, () => promiseOf(order, unit))];
  if (approvedAt !== undefined) milestones.push({ name: 'payment_approved', unit, happenedAt: approvedAt });
  for (const step of steps) milestones.push(madeOnce(step, unit, () => ({ ...publishedOf(step), unit })));
  return milestones;
}

function madeOnce(fact: object, unit: Unit, make: () => OutgoingMilestone): OutgoingMilestone {
  const known = MADE.get(fact);
  if (known?.unit === unit) return known;
  const made = make();
  MADE.set(fact, made);
  return made;
}

/** The milestones that facts of orders are published as. */
const MADE = notesOn<object, OutgoingMilestone>();

function promiseOf({ placed }: Order, unit: Unit): OutgoingMilestone {
  const { payments: _, ...promised } = placed;
  return { ...promised, name: 'promised', unit };
}

/** Other departments hear that an order was canceled. By whom and why stays in ordering, which answers for it. */
function publishedOf(step: OrderStep) {
  if (step.name !== 'canceled' && step.name !== 'unavailable') return step;
  const { by: _, cause: __, ...published } = step;
  return published;
}
