import { WHOLE } from '#libs/domain/part.js';
import { promiseDueAt } from '#libs/domain/promise.js';
import { defineMetric } from '../metric.js';
import { deliveredByFirstPromise, PROMISES, resultOfParcel } from './delivered-by-first-promise.js';
import type { Parcel } from './parcel.js';

/** Was a parcel of an order there on the first promised day of the order? It shows the share that came in time of orders that were late. */
export const parcelDeliveredByFirstPromise = defineMetric({
  id: 'parcel_delivered_by_first_promise',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'On-time delivery of parcels, first promise (D01b)',
  question: 'Was each parcel of the order there on the first promised day?',
  population:
    'Parcels that ordering names when it releases them. A parcel that was merged or sent again is not counted beside the parcel that took its place.',
  hit: 'Delivered on the first promised calendar day of the order or before. Of several reported deliveries of a parcel the earliest counts.',
  missesAre: 'late parcels',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: { windowStartBinds: 0 },
  addedParameters: { windowStartBinds: 0 },
  addedRules: PROMISES,
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: deliveredByFirstPromise.notAccountable,
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'SELF',

  evaluate(parcel: Parcel, { windowStartBinds }: { readonly windowStartBinds: number }) {
    const { part, promisedDay, unit, isReplaced } = parcel;
    if (part === WHOLE || isReplaced) return undefined;
    return {
      part,
      unit,
      day: promisedDay,
      dueAt: promiseDueAt(parcel),
      result: resultOfParcel(parcel, windowStartBinds),
    };
  },
});
