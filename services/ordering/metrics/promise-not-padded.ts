import { answered, type Question } from '#libs/cases/judging/judging.js';
import { promiseNotPadded as metric } from '#libs/catalogue/ordering.js';
import { dayOf, daysBetween } from '#libs/domain/time.js';
import { type Order, unitOf } from '../order.js';

/** Did the parcel come no more than 60 % of the promised time early? Stands beside the on-time rate, which padding would lift. */
export function promiseNotPadded(order: Order): Question[] {
  const { placed, orderedDay, deliveredAt } = order;
  if (deliveredAt === undefined) return [];
  const daysEarly = daysBetween(dayOf(deliveredAt, placed.zone), placed.promisedDay);
  const daysPromised = daysBetween(orderedDay, placed.promisedDay);
  const hit = 5 * daysEarly <= 3 * daysPromised; // 0.60 = 3 / 5, without a fraction
  return [{ metric, unit: unitOf(order), day: placed.promisedDay, dueAt: deliveredAt, answer: answered(hit) }];
}
