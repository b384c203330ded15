import { promiseDueAt } from '#libs/domain/promise.js';
import { defineMetric } from '../metric.js';
import { deliveredByFirstPromise, PROMISES, resultOfParcel } from './delivered-by-first-promise.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

/** Does the carrier keep what the shop promises? It may keep its contract and break every promise, if the contract is slower. */
export const promiseKeptByCarrier = defineMetric({
  id: 'promise_kept_by_carrier',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Adherence to the first promise, by carrier (D16b)',
  question: 'Was the parcel of this carrier there on the first promised day?',
  population:
    'Parcels that were dispatched, also those that another parcel replaced; each counts in the unit it was dispatched with.',
  hit: 'Delivered on the first promised calendar day of the order or before. Of several reported deliveries of a parcel the earliest counts.',
  missesAre: 'late parcels of a carrier',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: { windowStartBinds: 0 },
  addedRules: PROMISES,
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: deliveredByFirstPromise.notAccountable,
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'contract_transit_kept',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,

  evaluate(parcel: Parcel, { windowStartBinds }: { readonly windowStartBinds: number }) {
    if (reportsOf(parcel, 'dispatched').length === 0) return undefined;
    const { part, promisedDay, broughtBy } = parcel;
    const result = resultOfParcel(parcel, windowStartBinds);
    return { part, unit: broughtBy, day: promisedDay, dueAt: promiseDueAt(parcel), result };
  },
});
