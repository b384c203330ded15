import { endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { type Order, unitOf } from './order.js';

/** Of the missing items for which the customer allowed a substitute: how many were made good by one that the customer took? */
export const substitutesAccepted = defineMetric({
  id: 'substitutes_accepted',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Substitution acceptance (O07)',
  question: 'How many missing items were made good by an accepted substitute?',
  population: 'Orders with items that were not there and for which the customer allowed a substitute.',
  hit: 'Accepted substitutes, at most one for each such item, of all such items; an item without an offer counts as not made good.',
  missesAre: 'missing items without an accepted substitute',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { items, substitutesAccepted: accepted, placed } = order;
    if (items === undefined || items.substitutable === 0) return undefined;
    const hits = Math.min(accepted, items.substitutable);
    const result = { hits, misses: items.substitutable - hits };
    return { unit: unitOf(order), day: placed.promisedDay, dueAt: endOfDay(placed.promisedDay, placed.zone), result };
  },
});
