import { type Duration, dueAfter } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, HIT, MISS, notAccountable, type Result } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';
import type { PaymentAttempt } from './reports.js';

/**
 * Could the customer pay? Where every attempt was declined by the issuer or left by the customer, the shop did nothing wrong; one attempt
 * that failed in the shop or that it refused is enough for it to answer for the order.
 */
export const paymentSucceeded = defineMetric({
  id: 'payment_succeeded',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Payment success (O02)',
  question: 'Could the customer pay within 60 minutes of the first attempt?',
  population: 'Orders with a reported attempt to pay.',
  hit: 'An attempt was approved, or the payment of the order was, not later than 60 minutes after the first attempt.',
  missesAre: 'payments that did not succeed',
  datedBy: 'day on which the limit ends, where the customer is',
  judged: '60 minutes after the first attempt',
  parameters: { limitMinutes: 60 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'DECLINED_BY_ISSUER',
      responsible: 'customer',
      rule: 'The bank of the customer declined an attempt, and none failed in the shop or was refused by it.',
    },
    {
      class: 'OTHERS',
      reason: 'ABANDONED_BY_CUSTOMER',
      responsible: 'customer',
      rule: 'The customer left every attempt before it was decided.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    question: `Could the customer pay within ${limit} of the first attempt?`,
    hit: `An attempt was approved, or the payment of the order was, not later than ${limit} after the first attempt.`,
    judged: `${limit} after the first attempt`,
  }),

  evaluate(order: Order, { limit }: { readonly limit: Duration }, calendars) {
    const { attempts, placed, approvedAt } = order;
    const [first] = attempts;
    if (first === undefined) return undefined;
    const dueAt = dueAfter(first.happenedAt, limit, { zone: placed.zone, calendars });
    const inTime = attempts.filter(({ happenedAt }) => isBy(happenedAt, dueAt));
    const isApproved = isBy(approvedAt, dueAt) || inTime.some(({ outcome }) => outcome === 'APPROVED');
    const when = dueOrStandsStill(dueAt, first.happenedAt, placed.zone);
    return { unit: unitOf(order), ...when, result: isApproved ? HIT : failureOf(inTime) };
  },
});

function isBy(instant: Instant | undefined, dueAt: Instant | undefined): boolean {
  return instant !== undefined && dueAt !== undefined && instant <= dueAt;
}

function failureOf(attempts: readonly PaymentAttempt[]): Result {
  const had = (outcome: PaymentAttempt['outcome']) => attempts.some((attempt) => attempt.outcome === outcome);
  if (had('FAILED') || had('REFUSED_BY_SHOP')) return MISS;
  return notAccountable(had('DECLINED_BY_ISSUER') ? 'DECLINED_BY_ISSUER' : 'ABANDONED_BY_CUSTOMER', false);
}
