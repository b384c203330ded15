import { endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { canceledFor } from './cancellation.js';
import { type Order, unitOf } from './order.js';

/**
 * Did the shop keep the order? `order_kept` asks the same where it is not reported who cancels: it charges no cancellation to the shop. This
 * one needs feeds that report by whom and why.
 */
export const notCanceledByShop = defineMetric({
  id: 'not_canceled_by_shop',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Not canceled by the shop (O04)',
  question: 'Did the shop keep the order, neither canceling it nor lacking the goods?',
  population: 'All orders.',
  hit: 'No parcel of it was canceled by the shop, or by the customer because it came too late, and its goods were there. Suspected fraud is no excuse: the shop cannot know.',
  missesAre: 'orders that the shop did not keep',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'LOST_IN_WAREHOUSE',
      responsible: 'warehouse',
      rule: 'It was canceled because the goods were lost or damaged in the warehouse.',
    },
    {
      class: 'OTHERS',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'It was canceled, and it is not recorded by whom.',
    },
    {
      class: 'EXCLUDED',
      reason: 'NOT_PAID',
      responsible: 'customer',
      rule: 'It was canceled because the customer did not pay.',
    },
    {
      class: 'EXCLUDED',
      reason: 'CANCELED_BY_CUSTOMER',
      responsible: 'customer',
      rule: 'The customer canceled the whole order, and not because it came too late.',
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

function resultOf({ cancellations, canceledAt, unavailableAt }: Order): Result {
  const charged = new Set(cancellations.map(canceledFor));
  if (unavailableAt !== undefined || charged.has('SHOP')) return MISS;
  if (charged.has('WAREHOUSE')) return notAccountable('LOST_IN_WAREHOUSE', false);
  if (charged.has('UNKNOWN')) return notAccountable('CAUSE_UNKNOWN', false);
  if (charged.has('NOT_PAID')) return notAccountable('NOT_PAID', false);
  return canceledAt === undefined ? HIT : notAccountable('CANCELED_BY_CUSTOMER', true);
}
