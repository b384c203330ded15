import type { LimitSpec, MetricLimits } from '../limit-spec.js';

/** What a company may set of the metrics of the warehouse, beside those that limits.ts states. */

const link = (name: string, what: string): LimitSpec => ({
  ...{ name, kinds: ['CIVIL'], parameter: `${name}CivilDays` },
  meaning: `How many days ${what} may take.`,
});

export const WAREHOUSE_LIMITS: readonly MetricLimits[] = [
  {
    metric: 'return_refunded_in_time',
    limits: [
      link('transport', 'the transport of a return'),
      link('inspection', 'the inspection of a return'),
      link('refund', 'the refund after the inspection'),
    ],
    by: [],
  },
];
