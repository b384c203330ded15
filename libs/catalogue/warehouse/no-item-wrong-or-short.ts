import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { claimWords, unlessFound } from './claims.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Were all goods in the parcel, and no other in their place? */
export const noItemWrongOrShort = defineMetric({
  id: 'no_item_wrong_or_short',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'No wrong or short item (W10), by parcel',
  question: 'Were all goods in the parcel, and none of them wrong?',
  population:
    'Parcels that were handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'No wrong or missing goods were confirmed that were found from the hand-over until 14 days after it.',
  missesAre: 'parcels with wrong or missing goods',
  datedBy: 'day of the hand-over',
  judged: '14 days after the hand-over',
  parameters: { limitCivilDays: 14 },
  addedRules: [
    'It counts parcels and not pieces: no feed reports how many pieces a parcel held, so a share of pieces would have no whole. The pieces of each find stand in the evidence.',
  ],
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'CUSTOMER',

  dimensionsOf,
  words: claimWords(
    (limit) => `No wrong or missing goods were confirmed that were found from the hand-over until ${limit} after it.`,
  ),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: CivilDays }) {
    return unlessFound(parcel, parcel.itemFaultAt, limit);
  },
});
