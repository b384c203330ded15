import type { CivilDays } from '#libs/domain/duration.js';
import { promiseDueAt } from '#libs/domain/promise.js';
import { civilDaysLater, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { resultOfParcel } from './delivered-by-first-promise.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `The customer did not ask where the parcel is before it came, until ${limit} after the first promise.`;

/**
 * Did the customer know where the parcel is? A help desk that names the late link names others. Here the milestones of ordering and of the
 * warehouse say which link was late.
 */
export const noQuestionAfterParcel = defineMetric({
  id: 'no_question_after_parcel',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Where-is-my-order rate of parcels, by the late link (T18b)',
  question: 'Did the customer not have to ask where the parcel is?',
  population: 'All parcels; without canceled and replaced ones.',
  hit: hitWithin('7 days'),
  missesAre: 'parcels that customers asked after',
  datedBy: 'promised day',
  judged: '7 days after the first promise',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: ['ordering', 'warehouse'],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NOT_RELEASED',
      responsible: 'ordering',
      rule: 'Ordering never released the order.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_HANDED_OVER_LATE',
      responsible: 'warehouse',
      rule: 'When the customer asked, the warehouse still had the parcel although the limit of its hand-over was over; or the promise was missed because of such a hand-over.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NEVER_HANDED_OVER',
      responsible: 'warehouse',
      rule: 'Released, and never handed over.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'COUNTERPARTY',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { limit }, mostDays }) => ({
    hit: hitWithin(limit ?? ''),
    judged: `${limit} after the first promise`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { limit }: { readonly limit: CivilDays }) {
    const { part, zone, broughtBy, promisedDay, receivedAt, isCanceled, isReplaced } = parcel;
    if (isCanceled || isReplaced) return undefined;
    const dueAt = civilDaysLater(promiseDueAt(parcel), limit.days, zone);
    const before = Math.min(dueAt, receivedAt ?? dueAt);
    const askedAt = reportsOf(parcel, 'asked_after', before)[0]?.happenedAt;
    const result = askedAt === undefined ? HIT : chargedToLateLink(parcel, askedAt);
    return { part, unit: broughtBy, day: promisedDay, dueAt, result };
  },
});

/** Delivery answers for a question while no link before it was late. */
function chargedToLateLink(parcel: Parcel, askedAt: Instant): Result {
  const { isReleased, handedOverAt, limit } = parcel;
  if (!isReleased) return notAccountable('UPSTREAM_NOT_RELEASED', false);
  if (handedOverAt !== undefined && limit !== undefined && limit < askedAt && askedAt < handedOverAt)
    return notAccountable('UPSTREAM_HANDED_OVER_LATE', false);
  const late = resultOfParcel(parcel, 0);
  return late.hits === 0 && late.reason !== undefined ? late : MISS;
}
