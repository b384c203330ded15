import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { Errand } from './subject.js';

/** Was the customer who waits for an article told that it is there again? */
export const backInStockTold = defineMetric({
  id: 'back_in_stock_told',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Back-in-stock notice (O13)',
  question: 'Was the customer told that the article is there again within 24 hours?',
  population: 'Customers who asked to be told, once the article is there again.',
  hit: 'The customer was told not later than 24 hours afterwards.',
  missesAre: 'late notices',
  datedBy: 'day on which the limit ends, where the unit is',
  judged: '24 hours afterwards',
  parameters: { limitCivilDays: 1 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  words: ({ text: { limit } }) => ({
    question: `Was the customer told that the article is there again within ${limit}?`,
    hit: `The customer was told not later than ${limit} afterwards.`,
    judged: `${limit} afterwards`,
  }),

  evaluate({ unit, zone, begunAt, endedAt }: Errand, { limit }: { readonly limit: Duration }, calendars) {
    const dueAt = dueAfter(begunAt, limit, { zone, calendars });
    const isHit = endedAt !== undefined && dueAt !== undefined && endedAt <= dueAt;
    return { unit, ...dueOrStandsStill(dueAt, begunAt, zone), result: hitIf(isHit) };
  },
});
