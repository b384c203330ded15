import { compared, type Fraction, fraction, minus, sum, times } from '#libs/domain/fraction.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { MetricRule } from '../../rulesets/ruleset.js';
import { type Interval, indexInterval } from '../arithmetic/interval.js';
import { type Count, type Score, scoreRate, TARGET_E4 } from '../arithmetic/score-rate.js';
import { shareOut } from '../arithmetic/share-out.js';
import { judgedWaiting } from './judged-waiting.js';
import { isPossible, livedCount, type MetricCounts, NOTHING_COUNTED } from './metric-counts.js';

/** What an index is made of: the rules, and what was counted. */
export interface IndexInput {
  /** In ruleset order; their weights add up to 10 000. */
  readonly rules: readonly MetricRule[];
  /** Fewer accountable cases of a metric are not measured. */
  readonly minimumCases: bigint;
  /** 0–10 000; with less of the weights measured there is no index. */
  readonly minimumCoverageBp: bigint;
  /** By metric; absent is nothing counted. */
  readonly counts: ReadonlyMap<string, MetricCounts>;
}

/** Why a metric has no score, or a department no index. Neither is ever a 0. */
export type NotMeasured = 'TOO_FEW_CASES' | 'FEED_SILENT' | 'BATCHES_MISSING' | 'NO_METRIC';

export type IndexOutcome =
  | {
      readonly kind: 'measured';
      readonly indexE4: bigint;
      readonly interval: Interval;
      /** The same weights and anchors over all classes: what customers lived. */
      readonly lived: { readonly indexE4: bigint; readonly interval: Interval };
    }
  | { readonly kind: 'not_measured'; readonly reason: NotMeasured };

/** One metric inside an index. */
export interface MetricScore {
  readonly rule: MetricRule;
  readonly counts: MetricCounts;
  readonly score: (Score & { kind: 'scored' }) | { readonly kind: 'not_scored'; readonly reason: NotMeasured };
  /** 0–10 000; those of an index add up to 10 000. All 0 without an index. */
  readonly effectiveWeightBp: bigint;
  /** The same, exact: weight of the weights measured. */
  readonly weight: Fraction;
  /** These add up to the index. */
  readonly pointsE4: bigint;
  /** Points of the index that are missing to the target score of 80 here, 0 or more. */
  readonly pointsToTargetE4: bigint;
}

export interface DepartmentIndex {
  readonly outcome: IndexOutcome;
  /** Share of the weights really measured, 0–10 000. */
  readonly coverageBp: bigint;
  readonly metrics: readonly MetricScore[];
  /** While cases wait: the index if they were judged in the worst way, all as misses, and in the best, all as hits; a rate that can be too
   * high has its worst and its best elsewhere. Unset when nothing waits. */
  readonly bounds?: { readonly lowerE4: bigint; readonly upperE4: bigint };
}

/**
 * Makes the index of a department or of one of its units from its counts. Pure: the same counts, the same bytes.
 *
 * One rounding: the index is the half-up rounding of the exact weighted mean of unrounded scores; points are floors plus largest
 * remainder, ties in ruleset order. The weights of metrics with too few cases go to the others in proportion. The weight of a metric
 * whose feed is silent does not, so that silence cannot pay: then there is no index, only its bounds.
 *
 * @see docs/index-definition.md
 */
export function departmentIndex(input: IndexInput): DepartmentIndex {
  const bounds = waitingBounds(input);
  const index = indexOfJudged(input);
  return bounds === undefined ? index : { ...index, bounds };
}

function indexOfJudged({ rules, minimumCases, minimumCoverageBp, counts }: IndexInput): DepartmentIndex {
  const scored = rules.map((rule) => scoreMetric(rule, counts.get(rule.metric) ?? NOTHING_COUNTED, minimumCases));
  const measured = scored.filter(isMeasured);
  const coverageBp = measured.reduce((covered, { rule }) => covered + rule.weightBp, 0n);

  const reason = whyNotMeasured(scored, coverageBp, minimumCoverageBp);
  if (reason !== undefined) {
    return { outcome: { kind: 'not_measured', reason }, coverageBp, metrics: scored.map(withoutPart) };
  }

  const weights = scored.map((metric) => fraction(isMeasured(metric) ? metric.rule.weightBp : 0n, coverageBp));
  const parts = scored.map(({ score }, place) =>
    score.kind === 'scored' ? times(weights[place] ?? fraction(0n), score.exactE4) : fraction(0n),
  );
  const indexE4 = rounded(sum(parts));
  const effective = shareOut(
    weights.map((weight) => times(weight, 10_000n)),
    10_000n,
  );
  const points = shareOut(parts, indexE4);
  const metrics = scored.map((metric, place) => {
    const weight = weights[place] ?? fraction(0n);
    return {
      ...metric,
      weight,
      effectiveWeightBp: effective[place] ?? 0n,
      pointsE4: points[place] ?? 0n,
      pointsToTargetE4: pointsToTarget(metric.score, weight),
    };
  });
  const interval = intervalOver(metrics, indexE4, ({ counts: own }) => own.accountable);
  return { outcome: { kind: 'measured', indexE4, interval, lived: livedIndex(metrics) }, coverageBp, metrics };
}

/** The metrics that were measured, by the weights they have, over everything customers lived. */
function livedIndex(metrics: readonly MetricScore[]): { indexE4: bigint; interval: Interval } {
  const parts = metrics.filter(isMeasured).map(({ rule, counts, weight }) => {
    const score = scoreRate(livedCount(counts), rule.anchors);
    return score.kind === 'scored' ? times(weight, score.exactE4) : fraction(0n);
  });
  const indexE4 = rounded(sum(parts));
  return { indexE4, interval: intervalOver(metrics, indexE4, ({ counts }) => livedCount(counts)) };
}

function intervalOver(metrics: readonly MetricScore[], indexE4: bigint, countOf: (metric: MetricScore) => Count) {
  const parts = metrics
    .filter(isMeasured)
    .map((metric) => ({ weight: metric.weight, count: countOf(metric), anchors: metric.rule.anchors }));
  return indexInterval(parts, indexE4);
}

type Scored = Pick<MetricScore, 'rule' | 'counts' | 'score'>;

function scoreMetric(rule: MetricRule, counts: MetricCounts, minimumCases: bigint): Scored {
  const { cases } = counts.accountable;
  const notScored = (reason: NotMeasured): Scored => ({ rule, counts, score: { kind: 'not_scored', reason } });
  if (!isPossible(counts)) return notScored('BATCHES_MISSING');
  if (cases < minimumCases) return notScored(cases + counts.waiting < minimumCases ? 'TOO_FEW_CASES' : 'FEED_SILENT');
  const score = scoreRate(counts.accountable, rule.anchors);
  return score.kind === 'scored' ? { rule, counts, score } : notScored('TOO_FEW_CASES');
}

/** True if the feed of a metric is silent: its cases must not be left out of the mean. */
function whyNotMeasured(metrics: readonly Scored[], coverageBp: bigint, minimumBp: bigint): NotMeasured | undefined {
  if (metrics.length === 0) return 'NO_METRIC';
  const reasons = metrics.flatMap(({ score }) => (score.kind === 'not_scored' ? [score.reason] : []));
  if (reasons.includes('BATCHES_MISSING')) return 'BATCHES_MISSING';
  if (reasons.includes('FEED_SILENT')) return 'FEED_SILENT';
  return coverageBp === 0n || coverageBp < minimumBp ? 'TOO_FEW_CASES' : undefined;
}

function waitingBounds(input: IndexInput): DepartmentIndex['bounds'] {
  if (![...input.counts.values()].some(({ waiting }) => waiting > 0n)) return undefined;
  const lower = indexOfJudged({ ...input, counts: judgedAs('worst', input) }).outcome;
  const upper = indexOfJudged({ ...input, counts: judgedAs('best', input) }).outcome;
  if (lower.kind === 'not_measured' || upper.kind === 'not_measured') return undefined;
  return { lowerE4: lower.indexE4, upperE4: upper.indexE4 };
}

/** The counts if everything that waits were judged in the worst or in the best way, and accountable. */
function judgedAs(way: 'worst' | 'best', { rules, counts }: IndexInput): IndexInput['counts'] {
  const anchorsOf = new Map(rules.map(({ metric, anchors }) => [metric, anchors]));
  return new Map(
    [...counts].map(([metric, { accountable, waiting, notAccountable }]) => {
      const judged = judgedWaiting(accountable, waiting, anchorsOf.get(metric));
      return [metric, { accountable: judged[way], waiting: 0n, notAccountable }];
    }),
  );
}

function isMeasured(metric: Scored): boolean {
  return metric.score.kind === 'scored';
}

function pointsToTarget(score: MetricScore['score'], weight: Fraction): bigint {
  if (score.kind === 'not_scored' || compared(score.exactE4, fraction(TARGET_E4)) >= 0) return 0n;
  return rounded(times(weight, minus(fraction(TARGET_E4), score.exactE4)));
}

function withoutPart(metric: Scored): MetricScore {
  return { ...metric, weight: fraction(0n), effectiveWeightBp: 0n, pointsE4: 0n, pointsToTargetE4: 0n };
}

function rounded({ numerator, denominator }: Fraction): bigint {
  return divideHalfUp(numerator, denominator);
}
