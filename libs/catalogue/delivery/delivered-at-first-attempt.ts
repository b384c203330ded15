import { isCollected } from '#libs/domain/promise.js';
import { dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf, notAccountable } from '../result.js';
import { FAILED_BY_OTHERS, failedByOthers } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';
import type { Width } from './told-window.js';

/** Did the customer get the parcel at the first attempt? Every further one costs the customer another day at home. */
export const deliveredAtFirstAttempt = defineMetric({
  id: 'delivered_at_first_attempt',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'First-attempt delivery (D03)',
  question: 'Did the customer get the parcel at the first attempt?',
  population:
    'Parcels that are brought to the customer and of which an attempt is reported; without those that the customer collects.',
  hit: 'The first attempt succeeded; later ones never help. A customer counts as told of an attempt by a window of at most 120 minutes.',
  missesAre: 'failed first attempts',
  datedBy: 'day of the first attempt',
  judged: 'end of the day of the first attempt',
  parameters: { widthMinutes: 120 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: FAILED_BY_OTHERS,
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_and_received',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { width } }) => ({
    hit: `The first attempt succeeded; later ones never help. A customer counts as told of an attempt by a window of at most ${width}.`,
  }),

  evaluate(parcel: Parcel, { width }: { readonly width: Width }) {
    const [first] = reportsOf(parcel, 'attempted');
    if (first === undefined || isCollected(parcel)) return undefined;
    const { part, zone, broughtBy } = parcel;
    const day = dayOf(first.happenedAt, zone);
    const isHit = first.outcome === 'DELIVERED';
    const reason = isHit ? undefined : failedByOthers(parcel, first, width);
    const result = reason === undefined ? hitIf(isHit) : notAccountable(reason, false);
    return { part, unit: broughtBy, day, dueAt: endOfDay(day, zone), result };
  },
});
