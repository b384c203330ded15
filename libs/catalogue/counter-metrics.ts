import type { BuiltInSource } from '#libs/domain/observation.js';
import type { MetricDefinition } from './metric.js';

/**
 * The metric that shows when another one is gamed: a padded promise lifts the on-time rate, and `promise_not_padded` falls. The list is
 * beside the definitions and not in them: no hash covers it, so a metric that was published without a counter-metric still gets one. A
 * definition that was published with one keeps it in its own file.
 */
export const COUNTER_METRICS: Readonly<Record<BuiltInSource, Readonly<Record<string, string>>>> = {
  ordering: {
    // A payment that is approved unseen is approved in time, and the order is canceled afterwards.
    payment_approved_in_time: 'order_kept',
    // An order that should be canceled and is kept comes late.
    order_kept: 'delivered_by_first_promise',
    // A payment that is approved unseen succeeds, and the order is canceled afterwards.
    payment_succeeded: 'not_canceled_by_shop',
    // An order that is released unchecked must be corrected by hand.
    released_in_time: 'order_data_right',
    // An order that the shop should cancel and keeps comes late.
    not_canceled_by_shop: 'delivered_by_first_promise',
    // Where items are counted as found that are not there, or fewer are asked for, vouchers follow.
    items_found: 'no_voucher_for_failure',
    // Odds are bought with padding.
    promised_with_good_odds: 'promise_not_padded',
    // A return that is refused or booked under another cause is made good by a voucher.
    goods_as_described: 'no_voucher_for_failure',
    // Stock that is counted as there and is not shows when it is picked.
    in_stock_when_viewed: 'items_found',
    // A low price is paid for with worse goods.
    priced_near_lowest: 'goods_as_described',
  },
  warehouse: {
    // A day late is as good as six days late to this metric.
    handed_over_at_last: 'handed_over_by_limit',
    // A pick that is not checked passes as right, and the customer finds what is wrong.
    picked_right: 'no_item_wrong_or_short',
    shipped_complete: 'no_item_wrong_or_short',
    // A departure that is planned late is easily reached, and the hand-over misses its limit.
    loaded_on_planned_departure: 'handed_over_by_limit',
    // A box within a box breaks nothing, and the customer complains about it.
    left_undamaged: 'no_packaging_complaint',
    // A parcel with more than was ordered is never short.
    no_item_wrong_or_short: 'no_overage',
    // A hand-over that is reported late leaves more time, and misses its limit.
    tracking_told_and_scanned: 'handed_over_by_limit',
    // Most customers who are not content say nothing, and an audit sees what they saw.
    no_packaging_complaint: 'packaging_standard_met',
    packaging_wish_honoured: 'no_packaging_complaint',
    // A return that is hardly looked at is inspected soon, and the customer asks about the refund.
    return_inspected_in_time: 'solved_without_second_contact',
  },
  delivery: {},
  support: {
    // Where little is promised, little is paid late, and the customer asks again.
    goodwill_paid_by_promised_day: 'solved_without_second_contact',
    // An issue that is closed early is opened again.
    resolved_in_time: 'stayed_resolved',
    // A refund that is held to be due late is paid in time, and the customer asks where it is.
    refund_paid_in_time: 'solved_without_second_contact',
    // A call-back that is promised for next week is kept, and the issue is resolved late.
    commitments_kept: 'resolved_in_time',
    // Where only easy contacts are audited, the others are opened again.
    no_critical_error: 'stayed_resolved',
    // An item that is noted as settled although it is not makes the customer ask again.
    missing_item_settled_at_once: 'stayed_resolved',
    // A kind answer that solves nothing is liked, and the customer asks again.
    contact_satisfaction: 'solved_without_second_contact',
  },
  survey: {},
};

/** The id of the metric that shows when this one is gamed; empty when there is none. */
export function counterMetricOf({ id, source, counterMetric }: MetricDefinition): string {
  const listed: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = COUNTER_METRICS;
  return counterMetric === '' ? (listed[source]?.[id] ?? '') : counterMetric;
}
