import { HIT, type Question } from '#libs/cases/judging/judging.js';
import { promisedDays as metric } from '#libs/catalogue/ordering.js';
import { daysBetween } from '#libs/domain/time.js';
import { type Order, unitOf } from '../order.js';

/** The days promised, for a mean beside the index. */
export function promisedDays(order: Order): Question[] {
  const { placed, orderedDay, deliveredAt } = order;
  if (deliveredAt === undefined) return [];
  const answer = { ...HIT, hits: daysBetween(orderedDay, placed.promisedDay) };
  return [{ metric, unit: unitOf(order), day: placed.promisedDay, dueAt: deliveredAt, answer }];
}
