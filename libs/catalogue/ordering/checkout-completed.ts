import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { Errand } from './subject.js';

/** Did the checkout end with an order? The mix of visitors moves it, so it has no weight. */
export const checkoutCompleted = defineMetric({
  id: 'checkout_completed',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Checkout completion (O01)',
  question: 'Did the checkout end with an order within 60 minutes?',
  population: 'Sessions in which a checkout was started.',
  hit: 'An order was placed not later than 60 minutes afterwards.',
  missesAre: 'checkouts without an order',
  datedBy: 'day on which the limit ends, where the unit is',
  judged: '60 minutes afterwards',
  parameters: { limitMinutes: 60 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  words: ({ text: { limit } }) => ({
    question: `Did the checkout end with an order within ${limit}?`,
    hit: `An order was placed not later than ${limit} afterwards.`,
    judged: `${limit} afterwards`,
  }),

  evaluate({ unit, zone, begunAt, endedAt }: Errand, { limit }: { readonly limit: Duration }, calendars) {
    const dueAt = dueAfter(begunAt, limit, { zone, calendars });
    const isHit = endedAt !== undefined && dueAt !== undefined && endedAt <= dueAt;
    return { unit, ...dueOrStandsStill(dueAt, begunAt, zone), result: hitIf(isHit) };
  },
});
