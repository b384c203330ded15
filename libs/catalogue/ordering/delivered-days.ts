import { dayOf, daysBetween } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { ARRIVED, type Order, unitOf } from './order.js';

/** The days the delivery took, for a mean beside the index; 0 when the stamps say that it came before it was ordered. */
export const deliveredDays = defineMetric({
  id: 'delivered_days',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Days taken',
  question: 'How many days did it take?',
  population: 'Orders that were delivered; of several reported deliveries the earliest counts.',
  hit: 'Civil days from the order to the delivery, added up.',
  missesAre: 'misses',
  datedBy: 'promised day',
  judged: 'when the parcel was delivered',
  parameters: {},
  addedRules: [ARRIVED],
  maturesAfterDays: 14,
  needs: ['delivery'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { placed, orderedDay, arrivedAt } = order;
    if (arrivedAt === undefined) return undefined;
    const result = { hits: Math.max(0, daysBetween(orderedDay, dayOf(arrivedAt, placed.zone))), misses: 0 };
    return { unit: unitOf(order), day: placed.promisedDay, dueAt: arrivedAt, result };
  },
});
