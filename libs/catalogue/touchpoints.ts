import type { MetricDefinition } from './metric.js';

/** A point of the journey at which a customer meets the company, with the metrics that ask how it went. */
export interface Touchpoint {
  /** "Checkout and payment" */
  readonly title: string;
  /** Parties outside the company that take part in it; a department answers for the one that it chose. */
  readonly partners: readonly string[];
  /** Metrics by id. Each stands at one touchpoint: where the customer notices its answer. */
  readonly metrics: readonly string[];
}

/** In the order of the journey. A list beside the definitions, as the counter-metrics are: no hash covers it. */
export const TOUCHPOINTS: readonly Touchpoint[] = [
  {
    title: 'Search and choice',
    partners: ['supplier'],
    metrics: ['in_stock_when_viewed', 'priced_near_lowest', 'back_in_stock_told', 'replenishment_reminded'],
  },
  {
    title: 'Checkout and payment',
    partners: ['payment provider'],
    metrics: ['checkout_completed', 'payment_succeeded', 'payment_approved_in_time', 'order_data_right'],
  },
  {
    title: 'The promise',
    partners: [],
    metrics: ['promised_with_good_odds', 'promise_not_padded', 'promised_days', 'delivered_days'],
  },
  {
    title: 'The order is kept',
    partners: ['supplier'],
    metrics: [
      'order_kept',
      'not_canceled_by_shop',
      'items_found',
      'substitutes_accepted',
      'released_in_time',
      'no_repeated_failure',
    ],
  },
  {
    title: 'Stock and receipt of goods',
    partners: ['supplier'],
    metrics: ['goods_available_in_time', 'location_record_right'],
  },
  {
    title: 'Picking and packing',
    partners: [],
    metrics: [
      ...['picked_right', 'shipped_complete', 'lines_filled', 'packed_in_time', 'no_item_wrong_or_short', 'no_overage'],
      ...[
        'staff_trained',
        'packaging_wish_honoured',
        'packaging_standard_met',
        'no_packaging_complaint',
        'left_undamaged',
      ],
    ],
  },
  {
    title: 'Hand-over and tracking',
    partners: ['carrier'],
    metrics: [
      ...['handed_over_by_limit', 'handed_over_at_last', 'loaded_on_planned_departure', 'tracking_told_and_scanned'],
      ...['scans_complete'],
    ],
  },
  {
    title: 'On the way',
    partners: ['carrier'],
    metrics: [
      ...['delivered_by_first_promise', 'parcel_delivered_by_first_promise', 'arrived_at_last', 'needed_by_day_kept'],
      ...['on_time_in_full', 'contract_transit_kept', 'promise_kept_by_carrier', 'not_lost', 'delivery_completed'],
      ...['undamaged_in_transit', 'route_near_plan', 'told_first_of_failure', 'no_question_after_parcel'],
    ],
  },
  {
    title: 'At the door',
    partners: ['carrier'],
    metrics: [
      ...['window_told', 'told_window_minutes', 'delivered_in_told_window', 'delivered_at_first_attempt'],
      ...['instruction_followed', 'delivered_and_received', 'delivery_proven', 'contacted_when_undeliverable'],
      ...[
        'not_charged_for_failure',
        'courtesy_standards_met',
        'drivers_trained',
        'no_negative_feedback',
        'no_upheld_escalation',
      ],
    ],
  },
  {
    title: 'Collection',
    partners: ['carrier', 'collection point'],
    metrics: ['ready_for_collection_by_promise', 'collected_at_first_visit'],
  },
  {
    title: 'Question and complaint',
    partners: ['help desk provider'],
    metrics: [
      ...['service_level', 'first_response_in_time', 'not_abandoned', 'handled_without_transfer', 'handle_seconds'],
      ...['handed_off_without_waiting', 'customer_time_within_limit', 'solved_without_second_contact'],
      ...['solved_with_few_contacts', 'resolved_in_time', 'stayed_resolved', 'no_critical_error', 'no_complaint'],
      ...[
        'complaint_resolved_soon',
        'complaint_resolved_at_last',
        'complaint_not_repeated',
        'complaint_not_upheld_outside',
        'contact_satisfaction',
        'contact_easy',
        'agents_trained',
        'no_order_status_question',
        'commitments_kept',
      ],
    ],
  },
  {
    title: 'Return and refund',
    partners: ['carrier', 'payment provider'],
    metrics: [
      ...[
        'goods_as_described',
        'return_refunded_in_time',
        'return_link_hours',
        'return_inspected_in_time',
        'missing_item_settled_at_once',
        'refund_paid_in_time',
      ],
      ...['goodwill_paid_by_promised_day', 'no_voucher_for_failure', 'voucher_cost'],
    ],
  },
  {
    title: 'What the customer says afterwards',
    partners: ['survey agency'],
    metrics: ['customer_score', 'customer_score_points'],
  },
];

/** Who has to do with a metric; departments and parties by name, each once. */
export interface Responsibility {
  /** The department that answers for it. */
  readonly answers: string;
  /** Who answers for a miss in its place by the rules of the metric, with the reasons. */
  readonly charged: readonly { readonly party: string; readonly reasons: readonly string[] }[];
  /** Departments that are asked: their milestones are read before a verdict is given. */
  readonly asked: readonly string[];
  /** Departments that are told: those that may be charged, and the owner of the metric that shows when this one is gamed. */
  readonly told: readonly string[];
}

/**
 * Who answers for a metric, who is asked and who is told, as its definition says it.
 *
 * @param counterOwner  the department of its counter-metric; undefined without one
 */
export function responsibilityFor(metric: MetricDefinition, counterOwner: string | undefined): Responsibility {
  const charges = metric.notAccountable.filter((one) => one.class === 'OTHERS');
  const parties = [...new Set(charges.map(({ responsible }) => responsible))];
  const others = [
    ...parties.filter((party) => !OUTSIDE.includes(party)),
    ...(counterOwner === undefined ? [] : [counterOwner]),
  ];
  return {
    answers: metric.source,
    charged: parties.map((party) => ({
      party,
      reasons: charges.filter(({ responsible }) => responsible === party).map(({ reason }) => reason),
    })),
    asked: metric.needs,
    told: [...new Set(others)].filter((one) => one !== metric.source),
  };
}

/** Parties that are no department. */
const OUTSIDE: readonly string[] = ['customer', 'unattributed'];
