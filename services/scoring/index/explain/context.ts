import { divideHalfUp } from '#libs/domain/integer.js';
import type { CountedCell } from '#libs/domain/observation.js';
import type { Count } from '../arithmetic/score-rate.js';
import type { MetricScore } from '../score/department-index.js';
import { gatherCounts, livedCount, missesOf } from '../score/metric-counts.js';

/** A figure that is shown with an index and is no part of it. */
export interface Figure {
  /** "promised_days_mean" */
  readonly figure: string;
  /** percent, days, hours, minutes, seconds, minor_units, score_1_to_5, cases */
  readonly unit: string;
  /** Ten-thousandths of the unit. */
  readonly valueE4: bigint;
}

const E4 = 10_000n;

/**
 * What balances a department's index: whether promises were padded, how many days were promised and taken, how many parcels of orders
 * of several came in time, what customers said themselves, and how many misses were charged to others. A figure without cases is left out, never 0.
 *
 * @param cellsOf  the cells of a metric of any source, of the whole period
 * @param metrics  the department's own
 */
export function contextFigures(
  cellsOf: (metric: string) => readonly CountedCell[],
  metrics: readonly MetricScore[],
): readonly Figure[] {
  const of = (metric: string): Count => livedCount(gatherCounts(cellsOf(metric)));
  const delivered = of('promise_not_padded');
  const points = of('customer_score_points');
  const parcels = of('parcel_delivered_by_first_promise');
  return [
    ...mean('promise_not_padded_rate', 'percent', 100n * delivered.hits, delivered.cases),
    // These two are tallies: their hits are days, and they are of the orders that promise_not_padded asks.
    ...mean('promised_days_mean', 'days', of('promised_days').hits, delivered.cases),
    ...mean('delivered_days_mean', 'days', of('delivered_days').hits, delivered.cases),
    ...mean('parcels_delivered_by_first_promise_rate', 'percent', 100n * parcels.hits, parcels.cases),
    // Of four points above the lowest score, 1: the mean is 1 + 4 · hits / cases.
    ...mean('customer_score_mean', 'score_1_to_5', points.cases + 4n * points.hits, points.cases),
    ...metrics.flatMap(chargedToOthers),
  ];
}

function chargedToOthers({ rule, counts }: MetricScore): Figure[] {
  if (counts.notAccountable.length === 0) return [];
  const charged = missesOf(livedCount(counts)) - missesOf(counts.accountable);
  return [{ figure: `charged_to_others_${rule.stated.id}`, unit: 'cases', valueE4: charged * E4 }];
}

function mean(figure: string, unit: string, total: bigint, cases: bigint): Figure[] {
  return cases <= 0n ? [] : [{ figure, unit, valueE4: divideHalfUp(E4 * total, cases) }];
}
