import { endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { type Order, unitOf } from './order.js';

/** Was the order kept, neither canceled nor unavailable? It is not known who canceled, so ordering is not charged for that. */
export const orderKept = defineMetric({
  id: 'order_kept',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Order kept (O04)',
  question: 'Was the order kept, neither canceled nor unavailable?',
  population: 'All orders.',
  hit: 'Not ended as canceled or unavailable.',
  missesAre: 'orders not kept',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The order was canceled, and it is not recorded by whom or why.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { promisedDay, zone } = order.placed;
    return { unit: unitOf(order), day: promisedDay, dueAt: endOfDay(promisedDay, zone), result: resultOf(order) };
  },
});

function resultOf({ canceledAt, unavailableAt }: Order): Result {
  if (canceledAt !== undefined) return notAccountable('CAUSE_UNKNOWN', false);
  return unavailableAt === undefined ? HIT : MISS;
}
