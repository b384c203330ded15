import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { Errand } from './subject.js';

/** Was the customer reminded before the article was missed? */
export const replenishmentReminded = defineMetric({
  id: 'replenishment_reminded',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Replenishment reminder',
  question: 'Was the customer reminded to order again within 24 hours?',
  population: 'Customers who should be reminded to order an article again.',
  hit: 'The customer was reminded not later than 24 hours afterwards.',
  missesAre: 'late reminders',
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
    question: `Was the customer reminded to order again within ${limit}?`,
    hit: `The customer was reminded not later than ${limit} afterwards.`,
    judged: `${limit} afterwards`,
  }),

  evaluate({ unit, zone, begunAt, endedAt }: Errand, { limit }: { readonly limit: Duration }, calendars) {
    const dueAt = dueAfter(begunAt, limit, { zone, calendars });
    const isHit = endedAt !== undefined && dueAt !== undefined && endedAt <= dueAt;
    return { unit, ...dueOrStandsStill(dueAt, begunAt, zone), result: hitIf(isHit) };
  },
});
