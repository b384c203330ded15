import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, hitIf, notAccountable, type Result } from '../result.js';
import { FAILED_BY_OTHERS, failedAttempts, failedByOthers } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';
import type { Width } from './told-window.js';

const hitWithin = (limit: string, width: string) =>
  `Delivered, or ready for collection, within ${limit} after the dispatch. A customer counts as told of an attempt by a window of at most ${width}.`;

/** Does what leaves for customers arrive? */
export const deliveryCompleted = defineMetric({
  id: 'delivery_completed',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Delivery completion of dispatched parcels (D04b)',
  question: 'Did the parcel that left for the customer reach the customer?',
  population: 'Parcels that were dispatched.',
  hit: hitWithin('7 days', '120 minutes'),
  missesAre: 'dispatched parcels that did not arrive',
  datedBy: 'day of the dispatch',
  judged: 'end of the day 7 days after the dispatch',
  parameters: { limitCivilDays: 7, widthMinutes: 120 },
  maturesAfterDays: 7,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The parcel was canceled, and it is not recorded by whom or why.',
    },
    ...FAILED_BY_OTHERS.map((one) => ({ ...one, rule: `Of the last failed attempt: ${one.rule}` })),
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'delivered_and_received',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { limit, width }, mostDays }) => ({
    hit: hitWithin(limit ?? '', width ?? ''),
    judged: `end of the day ${limit} after the dispatch`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { limit, width }: { readonly limit: CivilDays; readonly width: Width }) {
    const [dispatched] = reportsOf(parcel, 'dispatched');
    if (dispatched === undefined) return undefined;
    const { part, zone, broughtBy, isCanceled, deliveredAt } = parcel;
    const day = dayOf(dispatched.happenedAt, zone);
    const dueAt = endOfDay(addDays(day, limit.days), zone);
    const isHit = deliveredAt !== undefined && deliveredAt < dueAt;
    const result = isCanceled ? notAccountable('CAUSE_UNKNOWN', isHit) : resultBy(parcel, { isHit, dueAt, width });
    return { part, unit: broughtBy, day, dueAt, result };
  },
});

function resultBy(
  parcel: Parcel,
  by: { readonly isHit: boolean; readonly dueAt: number; readonly width: Width },
): Result {
  if (by.isHit) return HIT;
  const last = failedAttempts(parcel).findLast(({ happenedAt }) => happenedAt < by.dueAt);
  const reason = last && failedByOthers(parcel, last, by.width);
  return reason === undefined ? hitIf(false) : notAccountable(reason, false);
}
