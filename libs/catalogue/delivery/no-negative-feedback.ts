import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `The customer said nothing bad about the delivery within ${limit} after it. A later good word does not help.`;

/** Did the customer have nothing bad to say of the delivery? */
export const noNegativeFeedback = defineMetric({
  id: 'no_negative_feedback',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'No negative feedback on the delivery (D12)',
  question: 'Did the customer have nothing bad to say of the delivery?',
  population: 'Parcels that the customer has.',
  hit: hitWithin('7 days'),
  missesAre: 'deliveries with negative feedback',
  datedBy: 'day of the delivery',
  judged: 'end of the day 7 days after the delivery',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'CUSTOMER',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) => judgedAfterDeliveryWords(stated, hitWithin),

  evaluate: (parcel: Parcel, { limit }: { readonly limit: CivilDays }) =>
    judgedAfterDelivery(parcel, limit, (dueAt) =>
      hitIf(reportsOf(parcel, 'feedback_given', dueAt).every(({ sentiment }) => sentiment !== 'NEGATIVE')),
    ),
});
