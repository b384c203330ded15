import { isCollected } from '#libs/domain/promise.js';
import { dayOf, endOfDay, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable } from '../result.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

/** Did the customer come only once? */
export const collectedAtFirstVisit = defineMetric({
  id: 'collected_at_first_visit',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Collected at the first visit (D21)',
  question: 'Did the customer get the parcel at the first visit?',
  population: 'Parcels that the customer collects and came for.',
  hit: 'The customer had the parcel, and had not come in vain before.',
  missesAre: 'visits in vain',
  datedBy: 'day of the first visit',
  judged: 'end of the day of the first visit',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CUSTOMER_NOT_IDENTIFIED',
      responsible: 'customer',
      rule: 'The parcel was ready, and the customer could not show who they are.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'ready_for_collection_by_promise',
  reportedBy: 'COUNTERPARTY',

  dimensionsOf: dimensionsOfParcel,

  evaluate(parcel: Parcel) {
    if (!isCollected(parcel)) return undefined;
    const { part, zone, broughtBy, receivedAt } = parcel;
    const [inVain] = reportsOf(parcel, 'collection_in_vain', receivedAt);
    const visitedAt = inVain?.happenedAt ?? receivedAt;
    if (visitedAt === undefined) return undefined;
    const day = dayOf(visitedAt, zone);
    const isCustomer = inVain?.problem === 'NOT_IDENTIFIED' && isReady(parcel, visitedAt);
    const miss = isCustomer ? notAccountable('CUSTOMER_NOT_IDENTIFIED', false) : MISS;
    return { part, unit: broughtBy, day, dueAt: endOfDay(day, zone), result: inVain === undefined ? HIT : miss };
  },
});

function isReady({ readyAt }: Parcel, at: Instant): boolean {
  return readyAt !== undefined && readyAt <= at;
}
