import type { CivilDays } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `The proof shows the parcel where the customer wanted it, or with the customer, or a report within ${limit} after the delivery says that the instruction was followed; and no report within that time says that it was not. Without proof and report it was not followed.`;

/** Was the parcel left where the customer wanted it, and not over the gate? */
export const instructionFollowed = defineMetric({
  id: 'instruction_followed',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Instruction of the customer followed (D14)',
  question: 'Was the parcel left where the customer wanted it?',
  population: 'Parcels that were delivered after the customer had said where to leave them.',
  hit: hitWithin('14 days'),
  missesAre: 'instructions not followed',
  datedBy: 'day of the delivery',
  judged: 'end of the day 14 days after the delivery',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'no_negative_feedback',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) => judgedAfterDeliveryWords(stated, hitWithin),

  evaluate(parcel: Parcel, { limit }: { readonly limit: CivilDays }) {
    const wanted = reportsOf(parcel, 'instruction_given', parcel.receivedAt).at(-1)?.place;
    if (wanted === undefined) return undefined;
    return judgedAfterDelivery(parcel, limit, (dueAt) => hitIf(isFollowed(parcel, wanted, dueAt)));
  },
});

function isFollowed(parcel: Parcel, wanted: string, dueAt: Instant): boolean {
  const checks = reportsOf(parcel, 'instruction_checked', dueAt).map(({ result }) => result);
  if (checks.includes('NOT_FOLLOWED')) return false;
  const proof = reportsOf(parcel, 'proof_taken', dueAt).at(-1);
  const isShown = proof !== undefined && !proof.isRejected && [wanted, 'CUSTOMER'].includes(proof.place ?? '');
  return isShown || checks.includes('FOLLOWED');
}
