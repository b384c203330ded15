import type { CivilDays } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { MISS } from '../result.js';
import { claimWords, unlessFound } from './claims.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Was the parcel packed as the customer had wished? The warehouse says so, and the customer may contradict. */
export const packagingWishHonoured = defineMetric({
  id: 'packaging_wish_honoured',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Packaging wish honoured (W15)',
  question: 'Was the parcel packed as the customer had wished?',
  population:
    'Parcels with a wish that were handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Packed as wished, and no complaint that the wish was ignored came from the hand-over until 14 days after it.',
  missesAre: 'packaging wishes that were ignored',
  datedBy: 'day of the hand-over',
  judged: '14 days after the hand-over',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: claimWords(
    (limit) =>
      `Packed as wished, and no complaint that the wish was ignored came from the hand-over until ${limit} after it.`,
  ),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: CivilDays }) {
    const isHonoured = parcel.packed?.isWishHonoured;
    if (isHonoured === undefined) return undefined;
    const evaluation = unlessFound(parcel, parcel.wishIgnoredAt, limit);
    return isHonoured ? evaluation : evaluation && { ...evaluation, result: MISS };
  },
});
