/** What a miss of a metric is called in a sentence: "10 fewer late parcels". */
const CALLED: Readonly<Record<string, string>> = {
  payment_approved_in_time: 'late approvals',
  order_kept: 'orders not kept',
  handed_over_by_limit: 'late hand-overs',
  handed_over_at_last: 'hand-overs a week late',
  delivered_by_first_promise: 'late parcels',
  arrived_at_last: 'parcels two weeks late or lost',
  first_response_within_60_minutes: 'late first responses',
  solved_without_second_contact_in_7_days: 'second contacts',
  goodwill_paid_by_promised_day: 'late goodwill payments',
};

/** In the plural; a metric nobody has given a word has "misses". */
export function missesCalled(metric: string): string {
  return CALLED[metric] ?? 'misses';
}
