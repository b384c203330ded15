import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf, notAccountable } from '../result.js';
import { dimensionsOf, isImpossible, isReplacedInTime, type Parcel } from './parcel.js';

/** Was the parcel handed over seven days after its limit at the latest? It belongs to the day of the limit, as its sister metric does. */
export const handedOverAtLast = defineMetric({
  id: 'handed_over_at_last',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Handed over at last (W04b)',
  question: 'Was the parcel handed over at last?',
  population: 'Orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Handed over not later than the same wall time seven days after the limit. Of several hand-overs the earliest counts.',
  missesAre: 'hand-overs a week late',
  datedBy: 'day of the limit',
  judged: 'seven days after the limit',
  parameters: { graceCivilDays: 7 },
  maturesAfterDays: 7,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'UPSTREAM_ORDERING',
      responsible: 'ordering',
      rule: 'The limit lay before the payment was approved: the plan was impossible.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { grace }, mostDays }) => ({
    hit: `Handed over not later than ${grace} after the limit of the hand-over, at the same wall time. Of several hand-overs the earliest counts.`,
    missesAre: 'hand-overs long after their limit',
    judged: `${grace} after the limit of the hand-over`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { grace }: { readonly grace: CivilDays }) {
    const { part, zone, released, isCalledOff, handedOverAt } = parcel;
    if (zone === undefined || released === undefined || isCalledOff) return undefined;
    const day = dayOf(released.dueAt, zone);
    const dueAt = civilDaysLater(released.dueAt, grace.days, zone);
    if (isReplacedInTime(parcel, dueAt)) return { notAskedOn: day };
    const isHit = handedOverAt !== undefined && handedOverAt <= dueAt;
    const result = isImpossible(parcel) ? notAccountable('UPSTREAM_ORDERING', isHit) : hitIf(isHit);
    return { part, unit: released.originUnit, day, dueAt, result };
  },
});
