import { isCollected } from '#libs/domain/promise.js';
import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { FAILED_BY_OTHERS, failedAttempts, failedByOthers } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { bindingWindow, isInside, type ToldWindow, type Width } from './told-window.js';

/** Did the parcel come in the window for which the customer stayed at home? */
export const deliveredInToldWindow = defineMetric({
  id: 'delivered_in_told_window',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Accuracy of the told window (D11)',
  question: 'Did the parcel come in the window that the customer was told?',
  population:
    'Parcels brought to the customer of which the customer was told a window of at most 120 minutes before it began.',
  hit: 'Delivered in the told window, its begin and its end included. Of several windows the last one binds that was told before the one before it began.',
  missesAre: 'parcels outside the told window',
  datedBy: 'day on which the window ends',
  judged: 'end of the window',
  parameters: { widthMinutes: 120 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: FAILED_BY_OTHERS,
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'window_told',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { width } }) => ({
    population: `Parcels brought to the customer of which the customer was told a window of at most ${width} before it began.`,
  }),

  evaluate(parcel: Parcel, { width }: { readonly width: Width }) {
    const window = bindingWindow(parcel, width);
    if (window === undefined || isCollected(parcel)) return undefined;
    const { part, zone, broughtBy } = parcel;
    const result = resultIn(window, parcel, width);
    return { part, unit: broughtBy, day: dayOf(window.to, zone), dueAt: window.to, result };
  },
});

/** A carrier that came in the window and failed for a reason of another party kept the window. */
function resultIn(window: ToldWindow, parcel: Parcel, width: Width): Result {
  if (parcel.receivedAt !== undefined && isInside(parcel.receivedAt, window)) return HIT;
  const reasons = failedAttempts(parcel)
    .filter(({ happenedAt }) => isInside(happenedAt, window))
    .map((attempt) => failedByOthers(parcel, attempt, width));
  const reason = reasons.find((one) => one !== undefined);
  return reason === undefined ? MISS : notAccountable(reason, false);
}
