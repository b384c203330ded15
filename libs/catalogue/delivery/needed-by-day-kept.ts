import { type Day, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { notAccountable } from '../result.js';
import { deliveredByFirstPromise, resultOfOrder } from './delivered-by-first-promise.js';
import { dimensionsOf, type Order } from './order.js';
import type { Parcel } from './parcel.js';

/** Was the order there on the day on which the customer needs it? Roses on 15 February are worth nothing. */
export const neededByDayKept = defineMetric({
  id: 'needed_by_day_kept',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'There by the day on which it is needed (D19)',
  question: 'Was the order there when the customer needed it?',
  population: 'Orders of which the customer said by which day they are needed.',
  hit: 'The last parcel was there on that day or before; a day later is a total loss.',
  missesAre: 'orders too late for their purpose',
  datedBy: 'day on which the order is needed',
  judged: 'end of that day',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_PROMISED_TOO_LATE',
      responsible: 'ordering',
      rule: 'Ordering promised a later day and took the order all the same.',
    },
    ...deliveredByFirstPromise.notAccountable,
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'SELF',

  dimensionsOf,

  evaluate(order: Order) {
    const { neededByDay, promisedDay, zone, unit, isCanceled } = order;
    if (neededByDay === undefined) return undefined;
    const found = resultOfOrder({ ...order, awaited: order.awaited.map((parcel) => byDay(parcel, neededByDay)) }, 0);
    const isPromisedLater = promisedDay > neededByDay && found.hits === 0 && !isCanceled;
    const result = isPromisedLater ? notAccountable('UPSTREAM_PROMISED_TOO_LATE', false) : found;
    return { unit, day: neededByDay, dueAt: endOfDay(neededByDay, zone), result };
  },
});

/** The parcel as if it had been promised for that day, without a window and without an instant of collection. */
function byDay({ promisedFrom: _, promisedTo: __, readyForCollectionBy: ___, ...parcel }: Parcel, day: Day): Parcel {
  return { ...parcel, promisedDay: day };
}
