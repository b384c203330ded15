import { minus, times } from '#libs/domain/fraction.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { MetricRule } from '../../rulesets/ruleset.js';
import { type Count, scoreRate } from '../arithmetic/score-rate.js';
import type { DepartmentIndex, MetricScore } from '../score/department-index.js';

/** What one more miss of a metric costs an index. */
export interface MissPrice {
  readonly rule: MetricRule;
  /** Millionths of a point of the index, 0 or more. With many cases one miss costs less than a ten-thousandth. */
  readonly costE6: bigint;
}

/** From ten-thousandths to millionths of a point. */
const E6_PER_E4 = 100n;

/**
 * The price of one more miss of each metric that the index measures: how much lower the index is if the next case becomes a miss and not a
 * hit, at the counts of now. Below the floor and above world class it is 0. Where too many hits are no good either, a miss can gain; that
 * costs nothing. Every price is rounded half up, once.
 *
 * @returns in the order of the ruleset; nothing without an index
 */
export function missPrices({ outcome, metrics }: Pick<DepartmentIndex, 'outcome' | 'metrics'>): MissPrice[] {
  if (outcome.kind === 'not_measured') return [];
  return metrics.flatMap((metric) => (metric.score.kind === 'scored' ? [priceOf(metric)] : []));
}

function priceOf({ rule, weight, counts: { accountable } }: MetricScore): MissPrice {
  const cases = accountable.cases + 1n;
  const scoreOf = (count: Count) => {
    const score = scoreRate(count, rule.anchors);
    if (score.kind === 'not_scored') throw new Error(`${rule.metric} has at least one case`);
    return score.exactE4;
  };
  const hit = scoreOf({ hits: accountable.hits + 1n, cases });
  const miss = scoreOf({ hits: accountable.hits, cases });
  const cost = times(times(weight, minus(hit, miss)), E6_PER_E4);
  return { rule, costE6: cost.numerator <= 0n ? 0n : divideHalfUp(cost.numerator, cost.denominator) };
}
