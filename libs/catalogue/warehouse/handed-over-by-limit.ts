import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf, notAccountable } from '../result.js';
import { isImpossible, isReplacedInTime, type Parcel } from './parcel.js';

/** Was the parcel handed over by its limit, to the instant? */
export const handedOverByLimit = defineMetric({
  id: 'handed_over_by_limit',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Handed over by the limit (W04)',
  question: 'Was the parcel handed over by its limit?',
  population: 'Orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Handed over to the carrier not later than the limit, to the instant. Of several hand-overs the earliest counts.',
  missesAre: 'late hand-overs',
  datedBy: 'day of the limit',
  judged: 'the limit',
  parameters: {},
  maturesAfterDays: 0,
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
  counterMetric: 'handed_over_at_last',
  reportedBy: 'SELF',

  evaluate(parcel: Parcel) {
    const { part, zone, released, isCalledOff, handedOverAt } = parcel;
    if (zone === undefined || released === undefined || isCalledOff) return undefined;
    const { dueAt, originUnit } = released;
    if (isReplacedInTime(parcel, dueAt)) return undefined;
    const isHit = handedOverAt !== undefined && handedOverAt <= dueAt;
    const result = isImpossible(parcel) ? notAccountable('UPSTREAM_ORDERING', isHit) : hitIf(isHit);
    return { part, unit: originUnit, day: dayOf(dueAt, zone), dueAt, result };
  },
});
