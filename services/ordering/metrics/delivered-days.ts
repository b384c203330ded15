import { HIT, type Question } from '#libs/cases/judging/judging.js';
import { deliveredDays as metric } from '#libs/catalogue/ordering.js';
import { dayOf, daysBetween } from '#libs/domain/time.js';
import { type Order, unitOf } from '../order.js';

/** The days it took, for a mean beside the index; 0 when stamps say it came before it was ordered. */
export function deliveredDays(order: Order): Question[] {
  const { placed, orderedDay, deliveredAt } = order;
  if (deliveredAt === undefined) return [];
  const answer = { ...HIT, hits: Math.max(0, daysBetween(orderedDay, dayOf(deliveredAt, placed.zone))) };
  return [{ metric, unit: unitOf(order), day: placed.promisedDay, dueAt: deliveredAt, answer }];
}
