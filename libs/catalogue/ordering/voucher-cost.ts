import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { dimensionsOf } from './order.js';
import type { VouchersOfCause } from './vouchers-of-cause.js';

/** More than this of one order and cause is counted as this, so that sums stay exact. */
const MOST_MINOR = 2_000_000_000;

/** What vouchers cost, by their cause: a unit for each cause, `cause/late`. */
export const voucherCost = defineMetric({
  id: 'voucher_cost',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Voucher cost by cause',
  question: 'How much was given in vouchers, and for what?',
  population: 'Orders with vouchers that were given through the 30th day after the promised day, once for each cause.',
  hit: 'Minor units of the currency of the company, added up; the cause is the unit. An order counts for at most 2,000,000,000.',
  missesAre: 'misses',
  datedBy: 'promised day',
  judged: 'end of the 30th day after the promised day',
  parameters: { graceCivilDays: 30 },
  maturesAfterDays: 30,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'SELF',

  dimensionsOf: ({ order }) => dimensionsOf(order),
  words: ({ text: { grace }, mostDays }) => ({
    population: `Orders with vouchers that were given through ${grace} after the promised day, once for each cause.`,
    judged: `end of the day ${grace} after the promised day`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ order, cause, vouchers }: VouchersOfCause, { grace }: { readonly grace: CivilDays }) {
    const { promisedDay, zone } = order.placed;
    const dueAt = endOfDay(addDays(promisedDay, grace.days), zone);
    const inTime = vouchers.filter(({ happenedAt }) => happenedAt < dueAt);
    if (inTime.length === 0) return { notAskedOn: promisedDay };
    const cost = inTime.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const result = { hits: Math.min(cost, MOST_MINOR), misses: 0 };
    return { unit: `cause/${cause.toLowerCase()}`, day: promisedDay, dueAt, result };
  },
});
