import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { FAILED_BY_OTHERS, failedAttempts, failedByOthers } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';
import type { Width } from './told-window.js';

/** Did the carrier keep its contract? The first promise to the customer is another question, which promise_kept_by_carrier asks. */
export const contractTransitKept = defineMetric({
  id: 'contract_transit_kept',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Carrier transit adherence, by the contract (D16)',
  question: 'Did the carrier deliver in the time of its contract?',
  population: 'Parcels that were dispatched with a limit of the contract and are not canceled.',
  hit: 'Delivered, or ready for collection, at the limit of the contract or before. A customer counts as told of an attempt by a window of at most 120 minutes.',
  missesAre: 'parcels beyond the time of the contract',
  datedBy: 'day of the limit of the contract',
  judged: 'the limit of the contract',
  parameters: { widthMinutes: 120 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: FAILED_BY_OTHERS.map((one) => ({ ...one, rule: `Of an attempt in time: ${one.rule}` })),
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'promise_kept_by_carrier',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { width } }) => ({
    hit: `Delivered, or ready for collection, at the limit of the contract or before. A customer counts as told of an attempt by a window of at most ${width}.`,
  }),

  evaluate(parcel: Parcel, { width }: { readonly width: Width }) {
    const dueAt = reportsOf(parcel, 'dispatched')[0]?.contractDueAt;
    const { part, zone, broughtBy, isCanceled } = parcel;
    if (dueAt === undefined || isCanceled) return undefined;
    return { part, unit: broughtBy, day: dayOf(dueAt, zone), dueAt, result: resultBy(parcel, dueAt, width) };
  },
});

/** A carrier that came in time and failed for a reason of another party kept its contract. */
function resultBy(parcel: Parcel, dueAt: number, width: Width): Result {
  if (parcel.deliveredAt !== undefined && parcel.deliveredAt <= dueAt) return HIT;
  const reason = failedAttempts(parcel)
    .filter(({ happenedAt }) => happenedAt <= dueAt)
    .map((attempt) => failedByOthers(parcel, attempt, width))
    .find((one) => one !== undefined);
  return reason === undefined ? MISS : notAccountable(reason, false);
}
