import type { Dimension, LimitSpec, MetricLimits } from '../limit-spec.js';

/** What a company may set of the metrics of delivery. */

const by: readonly Dimension[] = ['service_level', 'fulfilment'];

const limit = (meaning: string): LimitSpec => ({
  name: 'limit',
  kinds: ['CIVIL'],
  meaning,
  parameter: 'limitCivilDays',
});

const width: LimitSpec = {
  name: 'width',
  kinds: ['ELAPSED'],
  meaning: 'How wide a window may be on which the customer can rely.',
  parameter: 'widthMinutes',
};

const afterDelivery = (metric: string): MetricLimits => ({
  metric,
  limits: [limit('How many days after the delivery a report counts.')],
  by,
});

export const DELIVERY_LIMITS: readonly MetricLimits[] = [
  {
    metric: 'arrived_at_last',
    limits: [
      {
        name: 'grace',
        kinds: ['CIVIL'],
        meaning: 'How many days after the promised day a parcel counts as arrived at last.',
        parameter: 'graceCivilDays',
      },
    ],
    by,
  },
  {
    metric: 'on_time_in_full',
    limits: [limit('How many days after the promised day a report of a missing item counts.')],
    by,
  },
  { metric: 'delivered_at_first_attempt', limits: [width], by },
  afterDelivery('delivered_and_received'),
  afterDelivery('undamaged_in_transit'),
  {
    metric: 'not_lost',
    limits: [limit('How many days after the dispatch a parcel of which nothing is reported is lost.')],
    by,
  },
  { metric: 'delivered_in_told_window', limits: [width], by },
  { metric: 'window_told', limits: [width], by },
  afterDelivery('instruction_followed'),
  afterDelivery('no_negative_feedback'),
  afterDelivery('no_upheld_escalation'),
  {
    metric: 'not_charged_for_failure',
    limits: [limit('How many days after the failed attempt a fee counts.'), width],
    by,
  },
  {
    metric: 'delivery_completed',
    limits: [limit('How many days after the dispatch a parcel may arrive.'), width],
    by,
  },
  afterDelivery('scans_complete'),
  afterDelivery('delivery_proven'),
  { metric: 'contract_transit_kept', limits: [width], by },
  {
    metric: 'told_first_of_failure',
    limits: [limit('How many days after the failure the customer may be told.')],
    by,
  },
  {
    metric: 'no_question_after_parcel',
    limits: [limit('How many days after the first promise a question counts.')],
    by,
  },
  {
    metric: 'route_near_plan',
    limits: [
      {
        name: 'most_excess_ppm',
        kinds: ['PPM'],
        meaning: 'The share of the planned way that may be driven besides, in parts per million.',
        parameter: 'mostExcessPpm',
      },
    ],
    by: [],
  },
];
