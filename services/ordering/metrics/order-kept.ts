import { HIT, MISS, outside, type Question } from '#libs/cases/judging/judging.js';
import { orderKept as metric } from '#libs/catalogue/ordering.js';
import { endOfDay } from '#libs/domain/time.js';
import { type Order, unitOf } from '../order.js';

/** Neither canceled nor unavailable? Who canceled is not known, so nobody is charged for that. */
export function orderKept(order: Order): Question[] {
  const { placed, canceledAt, unavailableAt } = order;
  const answer =
    canceledAt !== undefined ? outside(metric, 'CAUSE_UNKNOWN', false) : unavailableAt !== undefined ? MISS : HIT;
  const { promisedDay, zone } = placed;
  return [{ metric, unit: unitOf(order), day: promisedDay, dueAt: endOfDay(promisedDay, zone), answer }];
}
