import { isCollected, promiseDueAt } from '#libs/domain/promise.js';
import { defineMetric } from '../metric.js';
import { deliveredByFirstPromise, resultOfOrder } from './delivered-by-first-promise.js';
import { dimensionsOf, type Order } from './order.js';

/** Could the customer collect the order when it was promised? Orders that are brought home are another question. */
export const readyForCollectionByPromise = defineMetric({
  id: 'ready_for_collection_by_promise',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Ready for collection by the promise (D20)',
  question: 'Could the customer collect the order by the promised time?',
  population: 'Orders that the customer collects from a shop, a locker or a store.',
  hit: 'Every parcel was ready for collection, or the customer had it, by the first promised instant or day.',
  missesAre: 'orders not ready for collection in time',
  datedBy: 'promised day',
  judged: 'the promised instant, or the end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: deliveredByFirstPromise.notAccountable,
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'collected_at_first_visit',
  reportedBy: 'SELF',

  dimensionsOf,

  evaluate(order: Order) {
    if (!isCollected(order)) return undefined;
    const { promisedDay, unit } = order;
    return { unit, day: promisedDay, dueAt: promiseDueAt(order), result: resultOfOrder(order, 0) };
  },
});
