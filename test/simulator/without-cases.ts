/** Metrics that a month of the retailer gives no case, each with the reason. */
export const WITHOUT_CASES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'agents_trained',
    'complaint_not_repeated',
    'complaint_not_upheld_outside',
    'contact_easy',
    'contact_satisfaction',
    'drivers_trained',
    'no_repeated_failure',
    'return_link_hours',
    'return_refunded_in_time',
    'staff_trained',
    'told_first_of_failure',
  ].map((metric) => [metric, 'the retailer reports none of its facts yet: its weights do not name it']),
);
