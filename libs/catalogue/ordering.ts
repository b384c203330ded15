import type { MetricDefinition } from './metric.js';

/** What ordering is asked. Definitions as data; the judges of the same names live in services/ordering/metrics. */

export const paymentApprovedInTime: MetricDefinition = {
  metric: 'payment_approved_in_time',
  definition: 1,
  source: 'ordering',
  title: 'Payment approved in time (O02)',
  question: 'Was the payment approved within 24 hours of the order?',
  population:
    'Orders paid by credit card, debit card, voucher or boleto; without those that were delivered although no approval was ever reported.',
  hit: 'Approved not later than the same wall time one day after the order, where the customer is.',
  datedBy: 'day of the order plus 24 hours',
  judged: 'the same wall time one day after the order',
  maturesAfterDays: 1,
  needs: [],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CUSTOMER_CHOSE_OFFLINE_PAYMENT',
      responsible: 'customer',
      rule: 'Boleto is among the methods: the customer pays at a bank when he likes.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const orderKept: MetricDefinition = {
  metric: 'order_kept',
  definition: 1,
  source: 'ordering',
  title: 'Order kept (O04)',
  question: 'Was the order kept, neither canceled nor unavailable?',
  population: 'All orders.',
  hit: 'Not ended as canceled or unavailable.',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The order was canceled, and nobody recorded by whom or why.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const promiseNotPadded: MetricDefinition = {
  metric: 'promise_not_padded',
  definition: 1,
  source: 'ordering',
  title: 'Promise not padded (O10)',
  question: 'Was the promise realistic, not padded?',
  population: 'Orders that were delivered.',
  hit: 'The parcel came at most 60 % of the promised time early: (promised - delivered) / (promised - ordered) <= 0.60 in civil days.',
  datedBy: 'promised day',
  judged: 'when the parcel was delivered',
  maturesAfterDays: 14,
  needs: ['delivery'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const promisedDays: MetricDefinition = {
  metric: 'promised_days',
  definition: 1,
  source: 'ordering',
  title: 'Days promised',
  question: 'How many days did we promise?',
  population: 'Orders that were delivered.',
  hit: 'Civil days from the order to the promised day, added up.',
  datedBy: 'promised day',
  judged: 'when the parcel was delivered',
  maturesAfterDays: 14,
  needs: ['delivery'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const deliveredDays: MetricDefinition = {
  metric: 'delivered_days',
  definition: 1,
  source: 'ordering',
  title: 'Days taken',
  question: 'How many days did it take?',
  population: 'Orders that were delivered.',
  hit: 'Civil days from the order to the delivery, added up.',
  datedBy: 'promised day',
  judged: 'when the parcel was delivered',
  maturesAfterDays: 14,
  needs: ['delivery'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const ORDERING: readonly MetricDefinition[] = [
  paymentApprovedInTime,
  orderKept,
  promiseNotPadded,
  promisedDays,
  deliveredDays,
];
