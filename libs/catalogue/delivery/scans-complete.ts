import type { CivilDays } from '#libs/domain/duration.js';
import { isCollected } from '#libs/domain/promise.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { judgedAfterDelivery, judgedAfterDeliveryWords } from './after-delivery.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const hitWithin = (limit: string) =>
  `Scanned when the carrier took it over, in the depot and when it was loaded, each before the customer had it; and at the delivery, at the address of the customer. The scan at the delivery counts until ${limit} after it.`;

/** Is the way of the parcel shown by scans? A carrier that scans little looks as good as its few scans. */
export const scansComplete = defineMetric({
  id: 'scans_complete',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Tracking events complete (D08)',
  question: 'Was the parcel scanned at every point of its way?',
  population: 'Parcels that were brought to the customer; without those that the customer collects.',
  hit: hitWithin('1 day'),
  missesAre: 'parcels with missing scans',
  datedBy: 'day of the delivery',
  judged: 'end of the day 1 day after the delivery',
  parameters: { limitCivilDays: 1 },
  maturesAfterDays: 1,
  needs: ['ordering'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: (stated) => judgedAfterDeliveryWords(stated, hitWithin),

  evaluate(parcel: Parcel, { limit }: { readonly limit: CivilDays }) {
    if (isCollected(parcel)) return undefined;
    return judgedAfterDelivery(parcel, limit, (dueAt) => {
      const before = new Set(reportsOf(parcel, 'scanned', parcel.receivedAt).map(({ point }) => point));
      const atDelivery = reportsOf(parcel, 'scanned', dueAt).filter(({ point }) => point === 'DELIVERED');
      const isShown = ON_THE_WAY.every((point) => before.has(point));
      return hitIf(isShown && atDelivery.some(({ isAtAddress }) => isAtAddress));
    });
  },
});

const ON_THE_WAY = ['ACCEPTED', 'AT_DEPOT', 'OUT_FOR_DELIVERY'] as const;
