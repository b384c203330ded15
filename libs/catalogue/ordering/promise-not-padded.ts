import { dayOf, daysBetween } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { ARRIVED, dimensionsOf, type Order, unitOf } from './order.js';

const ONE_PPM = 1_000_000;

/** Was the promise realistic? It stands beside the on-time rate, which padded promises would lift. */
export const promiseNotPadded = defineMetric({
  id: 'promise_not_padded',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Promise not padded (O10)',
  question: 'Was the promise realistic, not padded?',
  population: 'Orders that were delivered; of several reported deliveries the earliest counts.',
  hit: 'The parcel came at most 60 % of the promised time early: (promised - delivered) / (promised - ordered) <= 0.60 in civil days.',
  missesAre: 'padded promises',
  datedBy: 'promised day',
  judged: 'when the parcel was delivered',
  parameters: { mostEarlyPpm: 600_000 },
  addedRules: [ARRIVED],
  maturesAfterDays: 14,
  needs: ['delivery'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { mostEarlyPpm } }) => ({
    hit: `The parcel came at most ${mostEarlyPpm} of the promised time early: (promised - delivered) / (promised - ordered), in civil days.`,
  }),

  evaluate(order: Order, { mostEarlyPpm }: { readonly mostEarlyPpm: number }) {
    const { placed, orderedDay, arrivedAt } = order;
    if (arrivedAt === undefined) return undefined;
    const daysEarly = daysBetween(dayOf(arrivedAt, placed.zone), placed.promisedDay);
    const daysPromised = daysBetween(orderedDay, placed.promisedDay);
    const isHit = daysEarly * ONE_PPM <= daysPromised * mostEarlyPpm; // whole numbers, so nothing is rounded
    return { unit: unitOf(order), day: placed.promisedDay, dueAt: arrivedAt, result: hitIf(isHit) };
  },
});
