import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf, notAccountable } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';
import type { Settlement } from './payment.js';

/** Was the payment approved within a day, as clocks on the wall count it? */
export const paymentApprovedInTime = defineMetric({
  id: 'payment_approved_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Payment approved in time (O02)',
  question: 'Was the payment approved within 24 hours of the order?',
  population:
    'Orders paid by credit card, debit card, voucher or boleto; without those that were delivered although no approval was ever reported.',
  hit: 'Approved not later than the same wall time one day after the order, where the customer is. Of several approvals the earliest counts.',
  missesAre: 'late approvals',
  datedBy: 'day of the order plus 24 hours',
  judged: 'the same wall time one day after the order',
  parameters: { limitCivilDays: 1, measuredSettlements: ['INSTANT'] },
  addedParameters: { measuredSettlements: ['INSTANT'] },
  addedRules: [
    'A method of the shop counts as the listed one that settles in the same way.',
    'An order is asked when one of its methods settles in a measured way, or when the customer acts.',
    'Where the customer acts and that is not measured, the order is excluded.',
    'What settles on or after delivery needs no approval before the goods leave, so it is not asked unless it is measured.',
  ],
  maturesAfterDays: 1,
  needs: [],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CUSTOMER_CHOSE_OFFLINE_PAYMENT',
      responsible: 'customer',
      rule: 'Boleto is among the methods: the customer decides when to pay it at a bank.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit, measuredSettlements } }) => ({
    question: `Was the payment approved within ${limit} of the order?`,
    population: `Orders with a payment that settles ${measuredSettlements}, or when the customer acts; without those that were delivered although no approval was ever reported.`,
    hit: `Approved not later than ${limit} after the order. Of several approvals the earliest counts.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the order`,
    notAccountable: [
      {
        class: 'EXCLUDED',
        reason: 'CUSTOMER_CHOSE_OFFLINE_PAYMENT',
        responsible: 'customer',
        rule: 'One of the payments settles when the customer acts, and that is not measured.',
      },
    ],
  }),

  evaluate(order: Order, { limit, measuredSettlements }: PaymentLimits, calendars) {
    const { placed, approvedAt, deliveredAt } = order;
    const dueAt = dueAfter(placed.happenedAt, limit, { zone: placed.zone, calendars });
    const when = dueOrStandsStill(dueAt, placed.happenedAt, placed.zone);
    const settlements = placed.payments.map(({ settlement }) => settlement);
    const isLeftToCustomer = (one: Settlement) => one === 'WHEN_CUSTOMER_ACTS' && !measuredSettlements.includes(one);
    if (!settlements.some((one) => measuredSettlements.includes(one) || isLeftToCustomer(one)))
      return { notAskedOn: when.day };
    // A delivered order was approved; the shop did not record when.
    if (approvedAt === undefined && deliveredAt !== undefined) return undefined;
    const isHit = approvedAt !== undefined && dueAt !== undefined && approvedAt <= dueAt;
    const result = settlements.some(isLeftToCustomer)
      ? notAccountable('CUSTOMER_CHOSE_OFFLINE_PAYMENT', isHit)
      : hitIf(isHit);
    return { unit: unitOf(order), ...when, result };
  },
});

type PaymentLimits = { readonly limit: Duration; readonly measuredSettlements: readonly Settlement[] };
