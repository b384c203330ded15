import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { claimWords, unlessFound } from './claims.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Did the customer not complain about how the parcel was packed? */
export const noPackagingComplaint = defineMetric({
  id: 'no_packaging_complaint',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'No packaging complaint (W13)',
  question: 'Did the customer not complain about the packaging?',
  population:
    'Parcels that were handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'No complaint about packaging or presentation came from the hand-over until 14 days after it.',
  missesAre: 'packaging complaints',
  datedBy: 'day of the hand-over',
  judged: '14 days after the hand-over',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'CUSTOMER',

  dimensionsOf,
  words: claimWords(
    (limit) => `No complaint about packaging or presentation came from the hand-over until ${limit} after it.`,
  ),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: CivilDays }) {
    return unlessFound(parcel, parcel.packagingComplainedAt, limit);
  },
});
