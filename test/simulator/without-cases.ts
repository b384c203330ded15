/** Metrics that a month of the retailer gives no case, each with the reason. There is none: a new metric may stand here until it has facts. */
export const WITHOUT_CASES: Readonly<Record<string, string>> = {};
