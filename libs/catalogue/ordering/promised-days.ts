import { daysBetween } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { ARRIVED, type Order, unitOf } from './order.js';

/** The days that were promised, for a mean beside the index. */
export const promisedDays = defineMetric({
  id: 'promised_days',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Days promised',
  question: 'How many days did we promise?',
  population: 'Orders that were delivered; of several reported deliveries the earliest counts.',
  hit: 'Civil days from the order to the promised day, added up.',
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
    const result = { hits: daysBetween(orderedDay, placed.promisedDay), misses: 0 };
    return { unit: unitOf(order), day: placed.promisedDay, dueAt: arrivedAt, result };
  },
});
