import { DELIVERY_LIMITS } from './delivery/limits.js';
import { DIMENSIONS, type LimitSpec, type MetricLimits } from './limit-spec.js';
import { SUPPORT_LIMITS } from './support/limits.js';
import { WAREHOUSE_LIMITS } from './warehouse/limits.js';

export {
  DIMENSION_NAMES,
  DIMENSIONS,
  type Dimension,
  type LimitKind,
  type LimitSpec,
  type MetricLimits,
  type Parameters,
} from './limit-spec.js';

/**
 * Which parameters of a metric a company may set as limits, and in which kinds. The list is beside the definitions and not in them:
 * what may be set is no part of what is published and hashed.
 */

const grace = (meaning: string): LimitSpec => ({
  name: 'grace',
  kinds: ['CIVIL'],
  meaning,
  parameter: 'graceCivilDays',
});

/** Within how many days after the hand-over a find counts. */
const afterHandOver = (metric: string): MetricLimits => ({
  metric,
  limits: [
    lasting('limitCivilDays', ['CIVIL'], 'Within how many days after the hand-over what a customer finds counts.'),
  ],
  by: DIMENSIONS.warehouse,
});

const lasting = (
  parameter: 'limitMinutes' | 'limitCivilDays',
  kinds: LimitSpec['kinds'],
  meaning: string,
): LimitSpec => ({
  name: 'limit',
  kinds,
  meaning,
  parameter,
});

const ofOrdering = (metric: string, limit: LimitSpec): MetricLimits => ({
  metric,
  limits: [limit],
  by: DIMENSIONS.ordering,
});

const ofErrand = (metric: string, parameter: 'limitMinutes' | 'limitCivilDays', meaning: string): MetricLimits => ({
  metric,
  limits: [lasting(parameter, ['ELAPSED', 'CIVIL', 'WORKING'], meaning)],
  by: [],
});

/** Every metric with a limit. Metrics that are judged by what was promised have none. */
export const LIMITS: readonly MetricLimits[] = [
  {
    metric: 'payment_approved_in_time',
    limits: [
      {
        name: 'limit',
        kinds: ['CIVIL', 'ELAPSED', 'WORKING'],
        meaning: 'How long after the order the payment may be approved.',
        parameter: 'limitCivilDays',
      },
      {
        name: 'measured_settlements',
        kinds: ['SETTLEMENTS'],
        meaning:
          'How a payment settles whose approval is measured. A payment that settles in another way is not asked, or excluded where the customer acts.',
        parameter: 'measuredSettlements',
      },
    ],
    by: DIMENSIONS.ordering,
  },
  {
    metric: 'promise_not_padded',
    limits: [
      {
        name: 'most_early_ppm',
        kinds: ['PPM'],
        meaning: 'The share of the promised time by which a parcel may be early, in parts per million.',
        parameter: 'mostEarlyPpm',
      },
    ],
    by: DIMENSIONS.ordering,
  },
  ofOrdering(
    'payment_succeeded',
    lasting('limitMinutes', ['ELAPSED', 'CIVIL'], 'How long after the first attempt the customer may still succeed.'),
  ),
  ofOrdering(
    'released_in_time',
    lasting('limitMinutes', ['ELAPSED', 'CIVIL', 'WORKING'], 'How long after the payment the order may be released.'),
  ),
  ofOrdering('promised_with_good_odds', {
    name: 'least_odds_ppm',
    kinds: ['PPM'],
    meaning: 'The share of comparable orders that must have kept such a promise, in parts per million.',
    parameter: 'leastOddsPpm',
  }),
  ofOrdering(
    'goods_as_described',
    lasting('limitCivilDays', ['CIVIL'], 'How many days after the delivery a return or a claim counts.'),
  ),
  ofOrdering('no_voucher_for_failure', grace('How many days after the promised day a voucher counts.')),
  ofOrdering('voucher_cost', grace('How many days after the promised day a voucher counts.')),
  ofErrand('checkout_completed', 'limitMinutes', 'How long after its start a checkout may end with an order.'),
  ofErrand(
    'back_in_stock_told',
    'limitCivilDays',
    'How long after the article is there again the customer may be told.',
  ),
  ofErrand('replenishment_reminded', 'limitCivilDays', 'How long after the reminder is owed it may be sent.'),
  {
    metric: 'no_repeated_failure',
    limits: [lasting('limitCivilDays', ['CIVIL'], 'For how many days from its begin a span of a customer lasts.')],
    by: [],
  },
  {
    metric: 'priced_near_lowest',
    limits: [
      {
        name: 'most_above_ppm',
        kinds: ['PPM'],
        meaning: 'How far our price may be above the lowest of the others, in parts per million of that one.',
        parameter: 'mostAbovePpm',
      },
    ],
    by: [],
  },
  {
    metric: 'handed_over_at_last',
    limits: [grace('How many days after the limit of the hand-over a parcel counts as handed over at last.')],
    by: DIMENSIONS.warehouse,
  },
  {
    metric: 'packed_in_time',
    limits: [
      {
        name: 'limit',
        kinds: ['CIVIL', 'ELAPSED', 'WORKING'],
        meaning: 'How long after its release a parcel may be packed.',
        parameter: 'limitCivilDays',
      },
    ],
    by: DIMENSIONS.warehouse,
  },
  {
    metric: 'tracking_told_and_scanned',
    limits: [
      {
        name: 'limit',
        kinds: ['CIVIL', 'ELAPSED'],
        meaning:
          'How long after the hand-over the customer may be told the tracking number and the carrier may scan the parcel.',
        parameter: 'limitCivilDays',
      },
    ],
    by: DIMENSIONS.warehouse,
  },
  afterHandOver('left_undamaged'),
  afterHandOver('no_item_wrong_or_short'),
  afterHandOver('no_overage'),
  afterHandOver('no_packaging_complaint'),
  afterHandOver('packaging_wish_honoured'),
  {
    metric: 'goods_available_in_time',
    limits: [
      {
        name: 'limit',
        kinds: ['ELAPSED', 'CIVIL', 'WORKING'],
        meaning: 'How long after their arrival goods may wait until they can be sold.',
        parameter: 'limitMinutes',
      },
    ],
    by: [],
  },
  {
    metric: 'return_inspected_in_time',
    limits: [
      {
        name: 'limit',
        kinds: ['CIVIL', 'ELAPSED', 'WORKING'],
        meaning: 'How long after its arrival a return may be inspected.',
        parameter: 'limitCivilDays',
      },
    ],
    by: [],
  },
  ...WAREHOUSE_LIMITS,
  ...DELIVERY_LIMITS,
  {
    metric: 'first_response_in_time',
    limits: [
      {
        name: 'limit',
        kinds: ['ELAPSED', 'WORKING'],
        meaning: 'How long after the contact a person may answer.',
        parameter: 'limitMinutes',
      },
    ],
    by: DIMENSIONS.support,
    followsMoves: true,
  },
  {
    metric: 'solved_without_second_contact',
    limits: [
      {
        name: 'limit',
        kinds: ['CIVIL'],
        meaning: 'Within how many days a second contact counts as the same issue.',
        parameter: 'limitCivilDays',
      },
    ],
    by: DIMENSIONS.support,
  },
  ...SUPPORT_LIMITS,
  {
    metric: 'customer_score',
    limits: [
      {
        name: 'lowest_content_score',
        kinds: ['SCORE'],
        meaning: 'The lowest score, 1 to 5, of a content customer.',
        parameter: 'lowestContentScore',
      },
    ],
    by: DIMENSIONS.survey,
  },
];

/** What a company may set of a metric. A metric without limits may still be asked. */
export function limitsOf(metric: string): MetricLimits {
  return LIMITS.find((one) => one.metric === metric) ?? { metric, limits: [], by: [] };
}
