import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

/** Did the customer really have what was reported as delivered? */
export const deliveredAndReceived = defineMetric({
  id: 'delivered_and_received',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Delivered and received, the rate without delivered-not-received (D05)',
  question: 'Did the customer have the parcel that was reported as delivered?',
  population: 'Parcels that were reported as delivered.',
  hit: 'The customer did not report within 14 days after the delivery that the parcel is not there.',
  missesAre: 'parcels delivered and not received',
  datedBy: 'day of the delivery',
  judged: 'end of the day 14 days after the delivery',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_at_first_attempt',
  reportedBy: 'CUSTOMER',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) =>
    judgedAfterDeliveryWords(
      stated,
      (limit) => `The customer did not report within ${limit} after the delivery that the parcel is not there.`,
    ),

  evaluate: (parcel: Parcel, { limit }: { readonly limit: CivilDays }) =>
    judgedAfterDelivery(parcel, limit, (dueAt) => hitIf(reportsOf(parcel, 'not_received', dueAt).length === 0)),
});
