import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf, notAccountable } from '../result.js';
import { FAILED_BY_OTHERS, failedAttempts, failedByOthers } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';
import type { Width } from './told-window.js';

const hitWithin = (limit: string, width: string) =>
  `The customer was not charged a fee for the failed attempt within ${limit} after it. A customer counts as told of an attempt by a window of at most ${width}.`;

/** Did the customer not have to pay for our failure? */
export const notChargedForFailure = defineMetric({
  id: 'not_charged_for_failure',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Not charged for our failure (D15)',
  question: 'Did the customer not have to pay for a delivery that failed?',
  population: 'Parcels of which an attempt failed.',
  hit: hitWithin('30 days', '120 minutes'),
  missesAre: 'customers charged for our failure',
  datedBy: 'day of the first failed attempt',
  judged: 'end of the day 30 days after the first failed attempt',
  parameters: { limitCivilDays: 30, widthMinutes: 120 },
  maturesAfterDays: 30,
  needs: ['ordering'],
  notAccountable: FAILED_BY_OTHERS.map((one) => ({ ...one, rule: `Of every failed attempt: ${one.rule}` })),
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_at_first_attempt',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { limit, width }, mostDays }) => ({
    hit: hitWithin(limit ?? '', width ?? ''),
    judged: `end of the day ${limit} after the first failed attempt`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { limit, width }: { readonly limit: CivilDays; readonly width: Width }) {
    const [first, ...others] = failedAttempts(parcel);
    if (first === undefined) return undefined;
    const { part, zone, broughtBy } = parcel;
    const day = dayOf(first.happenedAt, zone);
    const dueAt = endOfDay(addDays(day, limit.days), zone);
    const isHit = reportsOf(parcel, 'fee_charged', dueAt).every(({ cause }) => cause !== 'FAILED_ATTEMPT');
    const failures = [first, ...others.filter(({ happenedAt }) => happenedAt < dueAt)];
    const reasons = failures.map((attempt) => failedByOthers(parcel, attempt, width));
    const reason = reasons.includes(undefined) ? undefined : reasons[0];
    return {
      part,
      unit: broughtBy,
      day,
      dueAt,
      result: reason === undefined ? hitIf(isHit) : notAccountable(reason, isHit),
    };
  },
});
