/**
 * How a metric reads beside the index of its department while it has no weight in it. A list beside the definitions, as the
 * counter-metrics are: it decides nothing, and no hash covers it. A metric that is not listed is a share.
 */
export type Reading =
  /** Hits of all cases, in percent: "drivers_trained_rate". */
  | { readonly kind: 'SHARE' }
  /** All hits of each unit, and of all units together: "voucher_cost_late" and "voucher_cost". */
  | { readonly kind: 'SUM_BY_UNIT'; readonly unit: FigureUnit }
  /** For each unit the mean of a quantity of which at most `most` are counted in a case: "return_link_hours_transport". */
  | { readonly kind: 'MEAN_BY_UNIT'; readonly unit: FigureUnit; readonly most: bigint }
  /** Hits for each hit, or for each case, of another metric of the department: "handle_seconds_mean". */
  | {
      readonly kind: 'MEAN';
      readonly unit: FigureUnit;
      readonly per: 'HIT' | 'CASE';
      /** The id of the other metric. */
      readonly of: string;
    }
  /** A figure with a name of its own, which stands beside every index. */
  | { readonly kind: 'NAMED'; readonly figure: string };

/** What a figure beside an index is counted in. Minor units are those of the currency of the company: cents. */
export type FigureUnit = 'minor_units' | 'hours' | 'minutes' | 'seconds';

const SHARE: Reading = { kind: 'SHARE' };

export const READINGS: Readonly<Record<string, Reading>> = {
  voucher_cost: { kind: 'SUM_BY_UNIT', unit: 'minor_units' },
  return_link_hours: { kind: 'MEAN_BY_UNIT', unit: 'hours', most: 1_440n },
  // A window that is wider than window_told takes lengthens the mean, and is no window more.
  told_window_minutes: { kind: 'MEAN', unit: 'minutes', per: 'HIT', of: 'window_told' },
  // For each contact that came in, with those of which no conversation was reported.
  handle_seconds: { kind: 'MEAN', unit: 'seconds', per: 'CASE', of: 'handled_without_transfer' },
  promise_not_padded: { kind: 'NAMED', figure: 'promise_not_padded_rate' },
  promised_days: { kind: 'NAMED', figure: 'promised_days_mean' },
  delivered_days: { kind: 'NAMED', figure: 'delivered_days_mean' },
  parcel_delivered_by_first_promise: { kind: 'NAMED', figure: 'parcels_delivered_by_first_promise_rate' },
  customer_score: { kind: 'NAMED', figure: 'customer_score_mean' },
  customer_score_points: { kind: 'NAMED', figure: 'customer_score_mean' },
};

/** How a metric reads, by its id. */
export function readingOf(metric: string): Reading {
  return READINGS[metric] ?? SHARE;
}

/** The name of its figure, or what the names of its figures begin with. */
export function figureOf(metric: string): string {
  const reading = readingOf(metric);
  switch (reading.kind) {
    case 'SHARE':
      return `${metric}_rate`;
    case 'MEAN':
      return `${metric}_mean`;
    case 'NAMED':
      return reading.figure;
    case 'SUM_BY_UNIT':
    case 'MEAN_BY_UNIT':
      return metric;
  }
}
