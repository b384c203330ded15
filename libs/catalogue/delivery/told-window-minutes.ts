import { isCollected } from '#libs/domain/promise.js';
import { dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

const MINUTE_MS = 60_000;

/** How long the customer has to wait at home, for a mean beside the share of windows that were kept. */
export const toldWindowMinutes = defineMetric({
  id: 'told_window_minutes',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Minutes of the told window (D23)',
  question: 'How many minutes wide was the window that the customer was told?',
  population: 'Parcels that were brought to the customer, of which the customer was told a window before they came.',
  hit: 'Minutes from the begin to the end of the last window that was told before the parcel came, added up; a begun minute counts.',
  missesAre: 'misses',
  datedBy: 'day of the delivery',
  judged: 'end of the day of the delivery',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  counterMetric: 'delivered_in_told_window',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,

  evaluate(parcel: Parcel) {
    const { part, receivedAt, zone, broughtBy } = parcel;
    if (receivedAt === undefined || isCollected(parcel)) return undefined;
    const told = reportsOf(parcel, 'window_told', receivedAt).at(-1);
    if (told === undefined) return undefined;
    const day = dayOf(receivedAt, zone);
    const minutes = Math.ceil((told.to - told.from) / MINUTE_MS);
    return { part, unit: broughtBy, day, dueAt: endOfDay(day, zone), result: { hits: minutes, misses: 0 } };
  },
});
