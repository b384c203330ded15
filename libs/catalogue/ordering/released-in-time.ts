import { type Duration, dueAfter } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';

/**
 * Was the order given to the warehouse soon after it was paid? The first release counts, of several parcels too: a parcel that is split off
 * later is released later.
 */
export const releasedInTime = defineMetric({
  id: 'released_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Order processed in time (O03)',
  question: 'Was the order released to the warehouse within 30 minutes of its payment?',
  population:
    'Orders whose payment was approved, and orders that are paid on or after delivery; without those that were canceled or unavailable before the limit and not released.',
  hit: 'Released not later than 30 minutes after the approval, or after the order where it is paid on or after delivery. Of several releases the earliest counts.',
  missesAre: 'late releases',
  datedBy: 'day on which the limit ends, where the customer is',
  judged: '30 minutes after the approval of the payment',
  parameters: { limitMinutes: 30 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    question: `Was the order released to the warehouse within ${limit} of its payment?`,
    hit: `Released not later than ${limit} after the approval, or after the order where it is paid on or after delivery. Of several releases the earliest counts.`,
    judged: `${limit} after the approval of the payment`,
  }),

  evaluate(order: Order, { limit }: { readonly limit: Duration }, calendars) {
    const { placed, steps, canceledAt, unavailableAt } = order;
    const paidAt = readyForRelease(order);
    if (paidAt === undefined) return undefined;
    const dueAt = dueAfter(paidAt, limit, { zone: placed.zone, calendars });
    const isByLimit = (instant: Instant | undefined) =>
      instant !== undefined && dueAt !== undefined && instant <= dueAt;
    const releases = steps.flatMap(({ name, happenedAt }) => (name === 'released' ? [happenedAt] : []));
    const isEnded = isByLimit(canceledAt) || isByLimit(unavailableAt);
    const when = dueOrStandsStill(dueAt, paidAt, placed.zone);
    if (releases.length === 0 && isEnded) return { notAskedOn: when.day };
    return { unit: unitOf(order), ...when, result: hitIf(releases.some(isByLimit)) };
  },
});

/** From when the shop can release the order: its approval, or the order itself where nothing is to approve. Undefined before. */
function readyForRelease({ placed, approvedAt, attempts }: Order): Instant | undefined {
  const approvals = attempts.flatMap(({ outcome, happenedAt }) => (outcome === 'APPROVED' ? [happenedAt] : []));
  const [first] = [...(approvedAt === undefined ? [] : [approvedAt]), ...approvals].sort((a, b) => a - b);
  const isPaidLater = ({ settlement }: Order['placed']['payments'][number]) =>
    settlement === 'ON_DELIVERY' || settlement === 'AFTER_DELIVERY';
  const needsNoApproval = placed.payments.length > 0 && placed.payments.every(isPaidLater);
  return needsNoApproval ? placed.happenedAt : first;
}
