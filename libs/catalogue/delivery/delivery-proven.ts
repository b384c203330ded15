import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `There is a photo, a signature or a code, and the last report of it within ${limit} after the delivery does not reject it.`;

/** Can the delivery be proven? */
export const deliveryProven = defineMetric({
  id: 'delivery_proven',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Proof of delivery (D09)',
  question: 'Can the delivery be proven?',
  population: 'Parcels that the customer has.',
  hit: hitWithin('7 days'),
  missesAre: 'deliveries without an accepted proof',
  datedBy: 'day of the delivery',
  judged: 'end of the day 7 days after the delivery',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'delivered_and_received',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) => judgedAfterDeliveryWords(stated, hitWithin),

  evaluate: (parcel: Parcel, { limit }: { readonly limit: CivilDays }) =>
    judgedAfterDelivery(parcel, limit, (dueAt) =>
      hitIf(reportsOf(parcel, 'proof_taken', dueAt).at(-1)?.isRejected === false),
    ),
});
