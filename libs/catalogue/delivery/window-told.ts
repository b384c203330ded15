import { isCollected } from '#libs/domain/promise.js';
import { dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reliableWindows, type Width } from './told-window.js';

/** Was the customer told when to be at home? A carrier that tells few windows, or wide ones, keeps those that it tells. */
export const windowTold = defineMetric({
  id: 'window_told',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Customers told a window (D22)',
  question: 'Was the customer told a window in which the parcel comes?',
  population: 'Parcels that were brought to the customer; without those that the customer collects.',
  hit: 'The customer was told a window of at most 120 minutes before it began and before the parcel came.',
  missesAre: 'deliveries without a told window',
  datedBy: 'day of the delivery',
  judged: 'end of the day of the delivery',
  parameters: { widthMinutes: 120 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  counterMetric: 'delivered_in_told_window',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { width } }) => ({
    hit: `The customer was told a window of at most ${width} before it began and before the parcel came.`,
  }),

  evaluate(parcel: Parcel, { width }: { readonly width: Width }) {
    const { part, receivedAt, zone, broughtBy } = parcel;
    if (receivedAt === undefined || isCollected(parcel)) return undefined;
    const day = dayOf(receivedAt, zone);
    const isTold = reliableWindows(parcel, width).length > 0;
    return { part, unit: broughtBy, day, dueAt: endOfDay(day, zone), result: hitIf(isTold) };
  },
});
