import type { BuiltInSource } from '#libs/domain/observation.js';
import type { MetricDefinition } from './metric.js';

/** No later fact turns a known miss of the metric into a hit: what happened, happened. Only its withdrawal would. */
const NOTHING = '';

const DELIVERED = 'the delivery of every parcel, or that it is ready for collection where the customer collects it';
const DELIVERED_PARCEL =
  'the delivery of the parcel, or that it is ready for collection where the customer collects it';
const TRAINED = 'the completion of the training';

/**
 * The fact that turns an open miss of a metric into a hit, if it happens before the question is due. The list is beside the definitions and
 * not in them, like the counter-metrics: no hash covers it. A metric that adds up quantities has no misses of single cases.
 */
export const SAVED_BY: Readonly<Record<BuiltInSource, Readonly<Record<string, string>>>> = {
  ordering: {
    back_in_stock_told: 'a notice to the customer that the article is back',
    checkout_completed: 'an order that is placed',
    goods_as_described: NOTHING,
    no_repeated_failure: NOTHING,
    no_voucher_for_failure: NOTHING,
    not_canceled_by_shop: NOTHING,
    order_data_right: NOTHING,
    order_kept: NOTHING,
    payment_approved_in_time: 'the approval of the payment',
    payment_succeeded: 'an attempt that is approved, or the approval of the payment',
    promise_not_padded: NOTHING,
    promised_with_good_odds: NOTHING,
    released_in_time: 'the release of the order',
    replenishment_reminded: 'a reminder to the customer',
  },
  warehouse: {
    goods_available_in_time: 'the report that all goods of the receipt can be sold',
    handed_over_at_last: 'the hand-over to the carrier',
    handed_over_by_limit: 'the hand-over to the carrier',
    left_undamaged: NOTHING,
    loaded_on_planned_departure: 'the loading',
    location_record_right: NOTHING,
    no_item_wrong_or_short: NOTHING,
    no_overage: NOTHING,
    no_packaging_complaint: NOTHING,
    packaging_standard_met: NOTHING,
    packaging_wish_honoured: NOTHING,
    packed_in_time: 'the packing',
    picked_right: NOTHING,
    return_refunded_in_time: 'the payment of the refund',
    return_inspected_in_time: 'the inspection of the return',
    shipped_complete: NOTHING,
    staff_trained: TRAINED,
    tracking_told_and_scanned: 'the tracking number told to the customer, and the first scan by the carrier',
  },
  delivery: {
    arrived_at_last: DELIVERED,
    collected_at_first_visit: NOTHING,
    contacted_when_undeliverable: NOTHING,
    contract_transit_kept: DELIVERED_PARCEL,
    courtesy_standards_met: NOTHING,
    delivered_and_received: NOTHING,
    delivered_at_first_attempt: NOTHING,
    delivered_by_first_promise: DELIVERED,
    delivered_in_told_window: 'the delivery in the told window',
    delivery_completed: DELIVERED_PARCEL,
    delivery_proven: 'a proof of the delivery that is not rejected',
    drivers_trained: TRAINED,
    instruction_followed: 'a proof or a check that the parcel is where the customer wanted it',
    needed_by_day_kept: DELIVERED,
    no_negative_feedback: NOTHING,
    no_question_after_parcel: NOTHING,
    no_upheld_escalation: NOTHING,
    not_charged_for_failure: NOTHING,
    not_lost: 'the delivery, that the parcel is ready for collection, or its return to the sender',
    on_time_in_full: 'the delivery of every parcel by the promise, with nothing missing',
    parcel_delivered_by_first_promise: DELIVERED_PARCEL,
    promise_kept_by_carrier: DELIVERED_PARCEL,
    ready_for_collection_by_promise: 'that every parcel is ready for collection',
    route_near_plan: NOTHING,
    scans_complete: 'the scan at the address of the customer',
    told_first_of_failure: 'a notice to the customer, before the customer asks',
    undamaged_in_transit: NOTHING,
    window_told: NOTHING,
  },
  support: {
    agents_trained: TRAINED,
    commitments_kept: 'that everything that was promised is done',
    complaint_resolved_at_last: 'the resolution of the issue',
    complaint_resolved_soon: 'the resolution of the issue',
    complaint_not_repeated: NOTHING,
    complaint_not_upheld_outside: NOTHING,
    contact_easy: NOTHING,
    contact_satisfaction: NOTHING,
    customer_time_within_limit: NOTHING,
    first_response_in_time: 'an answer by a person',
    goodwill_paid_by_promised_day: 'the payment of what was promised',
    handed_off_without_waiting: 'that a person takes the contact over, or hands it on',
    handled_without_transfer: NOTHING,
    missing_item_settled_at_once:
      'the settlement of the missing item, without a return and before the contact is handed on',
    no_complaint: NOTHING,
    no_critical_error: NOTHING,
    no_order_status_question: NOTHING,
    not_abandoned: NOTHING,
    refund_paid_in_time: 'the payment of the refund',
    resolved_in_time: 'the resolution of the issue',
    service_level: 'an answer by a person',
    solved_with_few_contacts: NOTHING,
    solved_without_second_contact: NOTHING,
    stayed_resolved: NOTHING,
  },
  survey: {
    customer_score: NOTHING,
  },
};

/**
 * What would turn an open miss of a metric into a hit, in words; empty when nothing would. Of a metric of a company's own department, and
 * of one that is not listed, it is what a hit is.
 */
export function savedBy({ id, source, hit }: Pick<MetricDefinition, 'id' | 'source' | 'hit'>): string {
  const listed: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = SAVED_BY;
  return listed[source]?.[id] ?? hit;
}
