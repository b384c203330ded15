import type { CivilDays } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `Within ${limit} after the delivery no complaint about it to a second instance was upheld, and none is left without a ruling.`;

/** Did no second instance have to say that the customer is right? */
export const noUpheldEscalation = defineMetric({
  id: 'no_upheld_escalation',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'No upheld escalation (D13)',
  question: 'Did no second instance have to say that the customer is right?',
  population: 'Parcels that the customer has.',
  hit: hitWithin('30 days'),
  missesAre: 'upheld escalations',
  datedBy: 'day of the delivery',
  judged: 'end of the day 30 days after the delivery',
  parameters: { limitCivilDays: 30 },
  maturesAfterDays: 30,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'no_negative_feedback',
  reportedBy: 'COUNTERPARTY',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) => judgedAfterDeliveryWords(stated, hitWithin),

  evaluate: (parcel: Parcel, { limit }: { readonly limit: CivilDays }) =>
    judgedAfterDelivery(parcel, limit, (dueAt) => hitIf(isInOrder(parcel, dueAt))),
});

/** A complaint without a ruling counts as upheld: otherwise it would pay not to rule. */
function isInOrder(parcel: Parcel, dueAt: Instant): boolean {
  const rulings = reportsOf(parcel, 'escalated', dueAt).map(({ ruling }) => ruling);
  return !rulings.includes('UPHELD') && rulings.at(-1) !== 'OPEN';
}
