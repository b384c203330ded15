import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { type Order, unitOf } from './order.js';

/** How many of the items that the customer asked for were there? A substitute does not count: it is judged by `substitutes_accepted`. */
export const itemsFound = defineMetric({
  id: 'items_found',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Found rate (O06)',
  question: 'How many of the requested items were there?',
  population: 'Orders whose items were looked for; the last report of an order counts.',
  hit: 'Requested items that were there, of all requested items; a substitute is not there.',
  missesAre: 'items that were not there',
  datedBy: 'day on which the items were last looked for, where the customer is',
  judged: 'when the items were last looked for',
  parameters: {},
  addedRules: [
    'The interval of an index takes each item for a case of its own. Those of one order are missing together, so the true interval is wider.',
  ],
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'TALLY',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { items, placed } = order;
    if (items === undefined) return undefined;
    const { happenedAt, requested, found } = items;
    const result = { hits: found, misses: requested - found };
    return { unit: unitOf(order), day: dayOf(happenedAt, placed.zone), dueAt: happenedAt, result };
  },
});
