import type { BuiltInSource } from '#libs/domain/observation.js';

/**
 * Which parameters of a metric a company may set as limits, and in which kinds. The list is beside the definitions and not in them:
 * what may be set is no part of what is published and hashed.
 */

/**
 * The limits of a rule: whole numbers with their unit in the name, `{ limitMinutes: 60 }`, or a list of words. Where a company set the
 * limits they are texts: `{ limit: '4 working hours of the calendar helpdesk' }`.
 */
export type Parameters = Readonly<Record<string, number | string | readonly string[]>>;

/** What a limit may be. ELAPSED, CIVIL and WORKING are durations; the others are what their names say. */
export type LimitKind = 'ELAPSED' | 'CIVIL' | 'WORKING' | 'PPM' | 'SCORE' | 'SETTLEMENTS';

/** By what a limit may differ from case to case. */
export type Dimension = (typeof DIMENSION_NAMES)[number];
export const DIMENSION_NAMES = ['channel', 'priority', 'service_level', 'fulfilment', 'settlement'] as const;

/** One limit of a metric. */
export interface LimitSpec {
  /** What documents call it: "limit", "grace". */
  readonly name: string;
  readonly kinds: readonly LimitKind[];
  /** One sentence for the author of the document. */
  readonly meaning: string;
  /** The parameter that holds its default in the definition. */
  readonly parameter: string;
}

/** What a company may set of one metric. */
export interface MetricLimits {
  /** The id of the metric. */
  readonly metric: string;
  readonly limits: readonly LimitSpec[];
  /** Dimensions of its cases by which a limit may differ. */
  readonly by: readonly Dimension[];
  /** Its cases may move between the calendars of the company, so limits in working time read every one of them. */
  readonly followsMoves?: true;
}

/** Dimensions that the cases of a department have. */
export const DIMENSIONS: Readonly<Record<BuiltInSource, readonly Dimension[]>> = {
  ordering: ['settlement', 'fulfilment'],
  warehouse: ['service_level', 'fulfilment'],
  delivery: ['service_level', 'fulfilment'],
  support: ['channel', 'priority'],
  survey: [],
};

const grace = (meaning: string): LimitSpec => ({
  name: 'grace',
  kinds: ['CIVIL'],
  meaning,
  parameter: 'graceCivilDays',
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
  {
    metric: 'handed_over_at_last',
    limits: [grace('How many days after the limit of the hand-over a parcel counts as handed over at last.')],
    by: DIMENSIONS.warehouse,
  },
  {
    metric: 'arrived_at_last',
    limits: [grace('How many days after the promised day a parcel counts as arrived at last.')],
    by: DIMENSIONS.delivery,
  },
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
