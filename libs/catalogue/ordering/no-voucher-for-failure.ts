import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';
import { failedDepartment, type Voucher } from './voucher.js';

/**
 * Did the customer need no voucher to be content? It is context and has no weight: a department that is paid for it gives no vouchers.
 * `voucher_cost` says what they cost.
 */
export const noVoucherForFailure = defineMetric({
  id: 'no_voucher_for_failure',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'No voucher for a failure',
  question: 'Was the order fulfilled without a voucher for a failure?',
  population: 'All orders.',
  hit: 'No voucher for a failure through the 30th day after the promised day. Of several the first counts; a courtesy makes up for nothing.',
  missesAre: 'orders with a voucher for a failure',
  datedBy: 'promised day',
  judged: 'end of the 30th day after the promised day',
  parameters: { graceCivilDays: 30 },
  maturesAfterDays: 30,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'CAUSED_BY_WAREHOUSE',
      responsible: 'warehouse',
      rule: 'The voucher names the warehouse, or names no department and is for wrong or missing goods.',
    },
    {
      class: 'OTHERS',
      reason: 'CAUSED_BY_DELIVERY',
      responsible: 'delivery',
      rule: 'The voucher names delivery.',
    },
    {
      class: 'OTHERS',
      reason: 'CAUSED_BY_SUPPORT',
      responsible: 'support',
      rule: 'The voucher names support, or names no department and is for poor service.',
    },
    {
      class: 'OTHERS',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The voucher is for a late or damaged order and names no department.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { grace }, mostDays }) => ({
    hit: `No voucher for a failure through ${grace} after the promised day. Of several the first counts; a courtesy makes up for nothing.`,
    judged: `end of the day ${grace} after the promised day`,
    maturesAfterDays: mostDays,
  }),

  evaluate(order: Order, { grace }: { readonly grace: CivilDays }) {
    const { promisedDay, zone } = order.placed;
    const dueAt = endOfDay(addDays(promisedDay, grace.days), zone);
    const first = order.vouchers.find((one) => one.happenedAt < dueAt && failedDepartment(one) !== 'NONE');
    return { unit: unitOf(order), day: promisedDay, dueAt, result: first === undefined ? HIT : chargedFor(first) };
  },
});

function chargedFor(voucher: Voucher): Result {
  const department = failedDepartment(voucher);
  if (department === 'ORDERING') return MISS;
  return notAccountable(department === 'UNKNOWN' ? 'CAUSE_UNKNOWN' : `CAUSED_BY_${department}`, false);
}
