import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { Arrival } from './subject.js';

/** Could goods that arrived be sold soon? What stands at the dock is out of stock in the shop. */
export const goodsAvailableInTime = defineMetric({
  id: 'goods_available_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Dock to stock (W07)',
  question: 'Could the goods be sold within 8 hours of their arrival?',
  population: 'Receipts.',
  hit: 'All goods of the receipt can be sold not later than 8 hours after the arrival. Of several reports the earliest counts.',
  missesAre: 'receipts that wait at the dock',
  datedBy: 'day of the arrival plus 8 hours, where the site is',
  judged: '8 hours after the arrival',
  parameters: { limitMinutes: 480 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  words: ({ text: { limit } }) => ({
    question: `Could the goods be sold within ${limit} of their arrival?`,
    hit: `All goods of the receipt can be sold not later than ${limit} after the arrival. Of several reports the earliest counts.`,
    datedBy: 'day on which the limit ends, where the site is',
    judged: `${limit} after the arrival`,
  }),

  evaluate({ unit, zone, arrivedAt, doneAt }: Arrival, { limit }: { readonly limit: Duration }, calendars) {
    const dueAt = dueAfter(arrivedAt, limit, { zone, calendars });
    const isHit = doneAt !== undefined && dueAt !== undefined && doneAt <= dueAt;
    return { unit, ...dueOrStandsStill(dueAt, arrivedAt, zone), result: hitIf(isHit) };
  },
});
