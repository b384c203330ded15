import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { Arrival } from './subject.js';

/** Were goods that came back inspected soon? The refund waits for it. */
export const returnInspectedInTime = defineMetric({
  id: 'return_inspected_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Return inspection timeliness (W14)',
  question: 'Were the returned goods inspected within 48 hours of their arrival?',
  population: 'Returns that arrived.',
  hit: 'Inspected not later than the same wall time two days after the arrival. Of several reports the earliest counts.',
  missesAre: 'returns inspected late',
  datedBy: 'day of the arrival plus 48 hours, where the site is',
  judged: 'the same wall time two days after the arrival',
  parameters: { limitCivilDays: 2 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  words: ({ text: { limit } }) => ({
    question: `Were the returned goods inspected within ${limit} of their arrival?`,
    hit: `Inspected not later than ${limit} after the arrival. Of several reports the earliest counts.`,
    datedBy: 'day on which the limit ends, where the site is',
    judged: `${limit} after the arrival`,
  }),

  evaluate({ unit, zone, arrivedAt, doneAt }: Arrival, { limit }: { readonly limit: Duration }, calendars) {
    const dueAt = dueAfter(arrivedAt, limit, { zone, calendars });
    const isHit = doneAt !== undefined && dueAt !== undefined && doneAt <= dueAt;
    return { unit, ...dueOrStandsStill(dueAt, arrivedAt, zone), result: hitIf(isHit) };
  },
});
