import type { MetricDefinition } from './metric.js';

/** What the warehouse is asked. Definitions as data; the judges of the same names live in services/warehouse/metrics. */

export const handedOverByLimit: MetricDefinition = {
  metric: 'handed_over_by_limit',
  definition: 1,
  source: 'warehouse',
  title: 'Handed over by the limit (W04)',
  question: 'Was the parcel handed over by its limit?',
  population: 'Orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Handed over to the carrier not later than the limit, to the instant.',
  datedBy: 'day of the limit',
  judged: 'the limit',
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'UPSTREAM_ORDERING',
      responsible: 'ordering',
      rule: 'The limit lay before the payment was approved: the plan was impossible.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'handed_over_at_last',
  reportedBy: 'SELF',
};

export const handedOverAtLast: MetricDefinition = {
  metric: 'handed_over_at_last',
  definition: 1,
  source: 'warehouse',
  title: 'Handed over at last (W04b)',
  question: 'Was the parcel handed over at last?',
  population: 'Orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Handed over not later than the same wall time seven days after the limit.',
  datedBy: 'day of the limit',
  judged: 'seven days after the limit',
  maturesAfterDays: 7,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'UPSTREAM_ORDERING',
      responsible: 'ordering',
      rule: 'The limit lay before the payment was approved: the plan was impossible.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const WAREHOUSE: readonly MetricDefinition[] = [handedOverByLimit, handedOverAtLast];
