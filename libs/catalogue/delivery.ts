import type { MetricDefinition } from './metric.js';

/** What delivery is asked. Definitions as data; the judges of the same names live in services/delivery/metrics. */

export const deliveredByFirstPromise: MetricDefinition = {
  metric: 'delivered_by_first_promise',
  definition: 1,
  source: 'delivery',
  title: 'On-time delivery, first promise (D01)',
  question: 'Was the parcel there on the first promised day?',
  population: 'All orders.',
  hit: 'Delivered on the first promised calendar day or before; later promises never help.',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The order was canceled, and nobody recorded by whom or why.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NOT_RELEASED',
      responsible: 'ordering',
      rule: 'Ordering never released the order.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NEVER_HANDED_OVER',
      responsible: 'warehouse',
      rule: 'Released, and never handed over.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_HANDED_OVER_LATE',
      responsible: 'warehouse',
      rule: 'Handed over after the limit, and not later than that delay: in time it would have made it.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'promise_not_padded',
  reportedBy: 'SELF',
};

export const arrivedAtLast: MetricDefinition = {
  metric: 'arrived_at_last',
  definition: 1,
  source: 'delivery',
  title: 'Arrived at last (D04)',
  question: 'Did the parcel arrive at last?',
  population: 'Parcels that were handed over and not canceled.',
  hit: 'Delivered not later than 14 days after the promised day.',
  datedBy: 'promised day',
  judged: 'end of the 14th day after the promised day',
  maturesAfterDays: 14,
  needs: ['ordering', 'warehouse'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_by_first_promise',
  reportedBy: 'SELF',
};

export const DELIVERY: readonly MetricDefinition[] = [deliveredByFirstPromise, arrivedAtLast];
