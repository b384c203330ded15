import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { claimWords, unlessFound } from './claims.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Did the parcel leave the warehouse undamaged, so that no customer found what packing or handling had broken? */
export const leftUndamaged = defineMetric({
  id: 'left_undamaged',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Damage-free shipment (W09)',
  question: 'Did the parcel leave the warehouse undamaged?',
  population:
    'Parcels that were handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'No damage with the cause packing or handling was found from the hand-over until 14 days after it. Damage by the carrier or by the maker does not count here.',
  missesAre: 'parcels damaged by packing or handling',
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
    (limit) =>
      `No damage with the cause packing or handling was found from the hand-over until ${limit} after it. Damage by the carrier or by the maker does not count here.`,
  ),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: CivilDays }) {
    return unlessFound(parcel, parcel.damagedAt, limit);
  },
});
