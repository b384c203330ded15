import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, endOfDay, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { notAccountable, type Result } from '../result.js';
import { deliveredByFirstPromise, resultOfOrder } from './delivered-by-first-promise.js';
import { dimensionsOf, type Order } from './order.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `Every parcel was there by the first promise, and no report within ${limit} after the promised day says that something is missing.`;

const WINDOWS = [
  'A promised window is kept until its end, and a parcel that comes before it is there in time.',
  'A parcel that the customer collects is there when it is ready for collection.',
];

/** Was the order there in time, and all of it? */
export const onTimeInFull = defineMetric({
  id: 'on_time_in_full',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'On time in full, OTIF (D02)',
  question: 'Was the order there in time, and all of it?',
  population: 'All orders.',
  hit: hitWithin('7 days'),
  missesAre: 'orders late or incomplete',
  datedBy: 'promised day',
  judged: 'end of the day 7 days after the promised day',
  parameters: { limitCivilDays: 7 },
  addedRules: WINDOWS,
  maturesAfterDays: 7,
  needs: ['ordering', 'warehouse'],
  notAccountable: [
    ...deliveredByFirstPromise.notAccountable,
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_WAREHOUSE',
      responsible: 'warehouse',
      rule: 'The order was there in time, and something was missing in a parcel.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'promise_not_padded',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    hit: hitWithin(limit ?? ''),
    judged: `end of the day ${limit} after the promised day`,
    maturesAfterDays: mostDays,
  }),

  evaluate(order: Order, { limit }: { readonly limit: CivilDays }) {
    const { promisedDay, zone, unit } = order;
    const dueAt = endOfDay(addDays(promisedDay, limit.days), zone);
    return { unit, day: promisedDay, dueAt, result: inFull(order, resultOfOrder(order, 0), dueAt) };
  },
});

/** A late order stays with the party that made it late; one that was in time and is incomplete is with the warehouse. */
function inFull({ parcels, isCanceled }: Order, onTime: Result, dueAt: Instant): Result {
  const isComplete = parcels.every((parcel) => reportsOf(parcel, 'found_incomplete', dueAt).length === 0);
  if (isComplete || onTime.hits === 0) return onTime;
  return isCanceled ? notAccountable('CAUSE_UNKNOWN', false) : notAccountable('UPSTREAM_WAREHOUSE', false);
}
