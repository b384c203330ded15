import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was the refund credited in time after the customer became entitled to it? */
export const refundPaidInTime = defineMetric({
  id: 'refund_paid_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Refund cycle time, within 5 days (T13)',
  question: 'Was the refund credited within 5 days?',
  population: 'Contacts in which a refund became due; of several reports that it did the earliest counts.',
  hit: 'Credited not later than the same wall time five days after the customer became entitled to it. Of several payments the earliest counts.',
  missesAre: 'late refunds',
  datedBy: 'day of the entitlement plus 5 days',
  judged: 'five days after the entitlement',
  parameters: { limitCivilDays: 5 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, hasExceptions }) => ({
    title: hasExceptions ? 'Refund cycle time, in time (T13)' : `Refund cycle time, within ${limit} (T13)`,
    question: `Was the refund credited within ${limit}?`,
    hit: `Credited not later than ${limit} after the customer became entitled to it. Of several payments the earliest counts.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the entitlement`,
  }),

  evaluate(
    { part, unit, zone, refundDueAt, refundPaidAt }: Contact,
    { limit }: { readonly limit: Duration },
    calendars,
  ) {
    if (refundDueAt === undefined) return undefined;
    const dueAt = dueAfter(refundDueAt, limit, { zone, calendars });
    const isHit = refundPaidAt !== undefined && dueAt !== undefined && refundPaidAt <= dueAt;
    return { part, unit, ...dueOrStandsStill(dueAt, refundDueAt, zone), result: hitIf(isHit) };
  },
});
