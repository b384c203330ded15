import type { CivilDays } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

/** Did the content survive the way? */
export const undamagedInTransit = defineMetric({
  id: 'undamaged_in_transit',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Undamaged in transit, the rate without breakage (D06)',
  question: 'Did the content survive the way to the customer?',
  population: 'Parcels that the customer has.',
  hit: 'No damage was found within 14 days after the delivery. Of several reports the last one within that time says where it was done. Delivery answers for a damage whose origin is not known.',
  missesAre: 'parcels damaged in transit',
  datedBy: 'day of the delivery',
  judged: 'end of the day 14 days after the delivery',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_WAREHOUSE',
      responsible: 'warehouse',
      rule: 'The damage was done in the warehouse, or the parcel was packed badly.',
    },
    {
      class: 'EXCLUDED',
      reason: 'CUSTOMER_DAMAGED',
      responsible: 'customer',
      rule: 'The customer did the damage after the delivery.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'CUSTOMER',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) =>
    judgedAfterDeliveryWords(
      stated,
      (limit) =>
        `No damage was found within ${limit} after the delivery. Of several reports the last one within that time says where it was done. Delivery answers for a damage whose origin is not known.`,
    ),

  evaluate: (parcel: Parcel, { limit }: { readonly limit: CivilDays }) =>
    judgedAfterDelivery(parcel, limit, (dueAt) => resultUntil(parcel, dueAt)),
});

function resultUntil(parcel: Parcel, dueAt: Instant): Result {
  const damage = reportsOf(parcel, 'damage_found', dueAt).at(-1);
  if (damage === undefined) return HIT;
  if (damage.origin === 'PACKING') return notAccountable('UPSTREAM_WAREHOUSE', false);
  return damage.origin === 'CUSTOMER' ? notAccountable('CUSTOMER_DAMAGED', false) : MISS;
}
