import { endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Order, unitOf } from './order.js';

/** Were the data of the order right, so that no person had to correct them? */
export const orderDataRight = defineMetric({
  id: 'order_data_right',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Order data accuracy (O12)',
  question: 'Were the address and the other data of the order right from the start?',
  population: 'All orders.',
  hit: 'No person corrected its data by hand through the end of the promised day. A change that the customer wished is no correction.',
  missesAre: 'orders with corrected data',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { placed, correctedAt } = order;
    const dueAt = endOfDay(placed.promisedDay, placed.zone);
    const isRight = correctedAt === undefined || correctedAt >= dueAt;
    return { unit: unitOf(order), day: placed.promisedDay, dueAt, result: hitIf(isRight) };
  },
});
