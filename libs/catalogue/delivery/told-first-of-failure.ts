import type { CivilDays } from '#libs/domain/duration.js';
import { promiseDueAt } from '#libs/domain/promise.js';
import { civilDaysLater, dayOf, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { resultOfParcel } from './delivered-by-first-promise.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `The customer was told of it, before or at most ${limit} after the failure, and did not ask about the parcel after the failure before that.`;

/** Did the customer hear of a failure from us first? It is a figure of the company: who made the parcel late is asked elsewhere. */
export const toldFirstOfFailure = defineMetric({
  id: 'told_first_of_failure',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Told first of a failure (E05)',
  question: 'Did the customer hear from us first that the parcel is late, lost or damaged?',
  population:
    'Parcels that missed the first promise, were declared lost or were found damaged; without canceled and replaced ones.',
  hit: hitWithin('1 day'),
  missesAre: 'failures that customers found themselves',
  datedBy: 'day of the first failure',
  judged: '1 day after the first failure',
  parameters: { limitCivilDays: 1 },
  maturesAfterDays: 1,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { limit }, mostDays }) => ({
    hit: hitWithin(limit ?? ''),
    judged: `${limit} after the first failure`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { limit }: { readonly limit: CivilDays }) {
    const { part, zone, broughtBy, isCanceled, isReplaced } = parcel;
    const failedAt = isCanceled || isReplaced ? undefined : firstFailureOf(parcel);
    if (failedAt === undefined) return undefined;
    const dueAt = civilDaysLater(failedAt, limit.days, zone);
    const toldAt = reportsOf(parcel, 'failure_told')[0]?.happenedAt;
    const askedAt = reportsOf(parcel, 'asked_after').find(({ happenedAt }) => happenedAt >= failedAt)?.happenedAt;
    const isHit = toldAt !== undefined && toldAt <= dueAt && (askedAt === undefined || toldAt <= askedAt);
    return { part, unit: broughtBy, day: dayOf(failedAt, zone), dueAt, result: hitIf(isHit) };
  },
});

/** When the parcel first failed; undefined for one that did not. */
function firstFailureOf(parcel: Parcel): Instant | undefined {
  const failures = [
    ...(resultOfParcel(parcel, 0).hits === 1 ? [] : [promiseDueAt(parcel)]),
    ...reportsOf(parcel, 'lost').map(({ happenedAt }) => happenedAt),
    ...reportsOf(parcel, 'damage_found').map(({ happenedAt }) => happenedAt),
  ];
  return failures.length === 0 ? undefined : Math.min(...failures);
}
