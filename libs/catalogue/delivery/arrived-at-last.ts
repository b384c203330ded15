import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { dimensionsOf, type Order } from './order.js';

/** Did the order arrive at all, with its last parcel, two weeks after the promised day at the latest? */
export const arrivedAtLast = defineMetric({
  id: 'arrived_at_last',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Arrived at last (D04)',
  question: 'Did the parcel arrive at last?',
  population: 'Parcels that were handed over and not canceled.',
  hit: 'Delivered not later than 14 days after the promised day. Of several reported deliveries the earliest counts.',
  missesAre: 'parcels two weeks late or lost',
  datedBy: 'promised day',
  judged: 'end of the 14th day after the promised day',
  parameters: { graceCivilDays: 14 },
  addedRules: [
    'A parcel that the customer collects has arrived when it is ready for collection, or when the customer has it.',
  ],
  maturesAfterDays: 14,
  needs: ['ordering', 'warehouse'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { grace }, mostDays }) => ({
    hit: `Delivered not later than ${grace} after the promised day. Of several reported deliveries the earliest counts.`,
    missesAre: 'parcels long after their promised day, or lost',
    judged: `end of the day ${grace} after the promised day`,
    maturesAfterDays: mostDays,
  }),

  evaluate(
    { promisedDay, zone, unit, isCanceled, handedOverAt, deliveredDay }: Order,
    { grace }: { readonly grace: CivilDays },
  ) {
    if (handedOverAt === undefined || isCanceled) return undefined;
    const lastDay = addDays(promisedDay, grace.days);
    const isHit = deliveredDay !== undefined && deliveredDay <= lastDay;
    return { unit, day: promisedDay, dueAt: endOfDay(lastDay, zone), result: hitIf(isHit) };
  },
});
