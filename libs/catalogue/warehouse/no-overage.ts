import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { claimWords, unlessFound } from './claims.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Was nothing in the parcel that was not ordered? It stands beside the wrong and short items, which full boxes would lower. */
export const noOverage = defineMetric({
  id: 'no_overage',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'No overage (W11), by parcel',
  question: 'Was nothing in the parcel that was not ordered?',
  population:
    'Parcels that were handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'No surplus goods were found from the hand-over until 14 days after it.',
  missesAre: 'parcels with surplus goods',
  datedBy: 'day of the hand-over',
  judged: '14 days after the hand-over',
  parameters: { limitCivilDays: 14 },
  addedRules: [
    'It counts parcels and not pieces: no feed reports how many pieces a parcel held, so a share of pieces would have no whole. The pieces of each find stand in the evidence.',
  ],
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'CUSTOMER',

  dimensionsOf,
  words: claimWords((limit) => `No surplus goods were found from the hand-over until ${limit} after it.`),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: CivilDays }) {
    return unlessFound(parcel, parcel.overageAt, limit);
  },
});
