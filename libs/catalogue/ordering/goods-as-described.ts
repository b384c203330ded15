import { type CivilDays, dueAfter } from '#libs/domain/duration.js';
import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';

/** Were the goods what the shop had described and shown? The customer has some days after the delivery to say that they are not. */
export const goodsAsDescribed = defineMetric({
  id: 'goods_as_described',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'As described (O11)',
  question: 'Were the goods as described?',
  population: 'Orders that were delivered, with their last parcel; of several reported deliveries the earliest counts.',
  hit: 'No return and no claim "not as described" through the same wall time 30 days after the delivery.',
  missesAre: 'orders that were not as described',
  datedBy: 'day on which the limit ends, where the customer is',
  judged: 'the same wall time 30 days after the delivery',
  parameters: { limitCivilDays: 30 },
  maturesAfterDays: 0,
  needs: ['delivery'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'CUSTOMER',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    hit: `No return and no claim "not as described" through ${limit} after the delivery.`,
    judged: `${limit} after the delivery`,
  }),

  evaluate(order: Order, { limit }: { readonly limit: CivilDays }, calendars) {
    const { placed, deliveredAt, defects } = order;
    if (deliveredAt === undefined) return undefined;
    const dueAt = dueAfter(deliveredAt, limit, { zone: placed.zone, calendars });
    if (dueAt === undefined) throw new Error('a limit in days without pauses ends');
    const isDescribed = !defects.some(({ cause, happenedAt }) => cause === 'NOT_AS_DESCRIBED' && happenedAt <= dueAt);
    return { unit: unitOf(order), day: dayOf(dueAt, placed.zone), dueAt, result: hitIf(isDescribed) };
  },
});
