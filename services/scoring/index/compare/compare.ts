import { compared, type Fraction, fraction, minus, over, plus, sum, times } from '#libs/domain/fraction.js';
import type { CountedCell } from '#libs/domain/observation.js';
import type { Unit } from '#libs/domain/unit.js';
import { changeInterval, type Interval } from '../arithmetic/interval.js';
import type { Count } from '../arithmetic/score-rate.js';
import { shareOut } from '../arithmetic/share-out.js';
import type { DepartmentIndex, MetricScore } from '../score/department-index.js';
import { groupByUnit } from '../score/group-units.js';
import { gatherCounts, NO_COUNT } from '../score/metric-counts.js';
import type { PointsNode } from '../score/points-node.js';

/** One of the two indexes, with what was counted by metric. */
export interface Side {
  readonly index: DepartmentIndex;
  readonly cells: ReadonlyMap<string, readonly CountedCell[]>;
}

export type Change =
  | {
      readonly kind: 'compared';
      /** to - from, of the rounded indexes. */
      readonly changeE4: bigint;
      readonly interval: Interval;
      /** True only when the interval leaves out 0. */
      readonly isDetectable: boolean;
      /** Metric by metric, below each its units with performance and mix; every level adds up to the last E4. */
      readonly parts: readonly PointsNode[];
    }
  | { readonly kind: 'not_comparable' };

const HALF = fraction(1n, 2n);

/**
 * Splits the difference of two indexes of one owner and ruleset by the midpoint rule (Bennet), without remainder: a metric moved
 * by its score at the mean of the two weights, and by its weight at the mean of the two scores. Within a metric, a unit moved by
 * its rate at the mean of its two shares (performance), and by its share at the mean of its two rates against the whole (mix);
 * points follow the rate along the line from the one score to the other.
 *
 * @param unitDepth  names of a unit to split at, 1–4; 0 for metrics only
 */
export function compareIndexes(from: Side, to: Side, unitDepth: number): Change {
  const [before, after] = [from.index.outcome, to.index.outcome];
  if (before.kind === 'not_measured' || after.kind === 'not_measured') return { kind: 'not_comparable' };

  const changeE4 = after.indexE4 - before.indexE4;
  const pairs = to.index.metrics.flatMap((now) => {
    const then = from.index.metrics.find(({ rule }) => rule.metric === now.rule.metric);
    return then === undefined ? [] : [{ then, now, ...effects(then, now) }];
  });
  const points = shareOut(
    pairs.map(({ performance, reweighting }) => plus(performance, reweighting)),
    changeE4,
  );
  const parts = pairs.map((pair, place) => metricNode(pair, points[place] ?? 0n, { from, to, unitDepth }));
  const interval = changeInterval(
    { indexE4: before.indexE4, ...before.interval },
    { indexE4: after.indexE4, ...after.interval },
  );
  const isDetectable = interval.lowerE4 > 0n || interval.upperE4 < 0n;
  return { kind: 'compared', changeE4, interval, isDetectable, parts };
}

interface Pair extends Effects {
  readonly then: MetricScore;
  readonly now: MetricScore;
}

interface Effects {
  /** By the score. */
  readonly performance: Fraction;
  /** By the weight, when another set of metrics was measured. */
  readonly reweighting: Fraction;
}

/** A metric measured on one side only cannot have moved: all it did is by its weight. */
function effects(then: MetricScore, now: MetricScore): Effects {
  const [before, after] = [exactScore(then) ?? exactScore(now), exactScore(now) ?? exactScore(then)];
  if (before === undefined || after === undefined) return { performance: fraction(0n), reweighting: fraction(0n) };
  const meanWeight = times(plus(then.weight, now.weight), HALF);
  const meanScore = times(plus(before, after), HALF);
  return {
    performance: times(meanWeight, minus(after, before)),
    reweighting: times(meanScore, minus(now.weight, then.weight)),
  };
}

function metricNode(pair: Pair, pointsE4: bigint, split: { from: Side; to: Side; unitDepth: number }): PointsNode {
  const { then, now, performance, reweighting } = pair;
  const units = split.unitDepth === 0 ? [] : unitParts(pair, split);
  const isReweighted = compared(reweighting, fraction(0n)) !== 0;
  const both = { was: then.counts.accountable, is: now.counts.accountable };
  const rest = units.length === 0 && isReweighted ? [line('performance', both, performance)] : [];
  const weight = isReweighted ? [line('weight', both, reweighting)] : [];
  const lines = [...units, ...rest, ...weight];
  return {
    ...leaf(now.rule.stated.id, both, pointsE4),
    waiting: then.counts.waiting + now.counts.waiting,
    children: settle(lines, pointsE4),
  };
}

/** What was counted on both sides. */
interface Both {
  readonly was: Count;
  readonly is: Count;
}

/** A line before rounding. */
interface Line {
  readonly label: string;
  readonly counts: Both;
  readonly exact: Fraction;
  readonly lines: readonly Line[];
}

function line(label: string, counts: Both, exact: Fraction): Line {
  return { label, counts, exact, lines: [] };
}

function unitParts(
  { then, now, performance }: Pair,
  { from, to, unitDepth }: { from: Side; to: Side; unitDepth: number },
) {
  const [before, after] = [then.counts.accountable, now.counts.accountable];
  if (before.cases === 0n || after.cases === 0n) return [];
  const moved = minus(rateOf(after), rateOf(before));
  // Without a change of the rate there is nothing to share out; performance and mix cancel out unit by unit.
  const perRate = moved.numerator === 0n ? fraction(0n) : over(performance, moved);
  const meanRate = times(plus(rateOf(before), rateOf(after)), HALF);

  const metric = now.rule.metric;
  const [thenUnits, nowUnits] = [from, to].map(({ cells }) => accountableByUnit(cells.get(metric) ?? [], unitDepth));
  const units = [...new Set([...(thenUnits?.keys() ?? []), ...(nowUnits?.keys() ?? [])])].sort();
  return units.map((unit): Line => {
    const [was, is] = [thenUnits?.get(unit) ?? NO_COUNT, nowUnits?.get(unit) ?? NO_COUNT];
    const [shareWas, shareIs] = [fraction(was.cases, before.cases), fraction(is.cases, after.cases)];
    // A unit that came or went has one rate only: what it moved is mix.
    const rateWas = was.cases === 0n ? rateOf(is) : rateOf(was);
    const rateIs = is.cases === 0n ? rateOf(was) : rateOf(is);
    const own = times(times(plus(shareWas, shareIs), HALF), minus(rateIs, rateWas));
    const mix = times(minus(shareIs, shareWas), minus(times(plus(rateWas, rateIs), HALF), meanRate));
    const lines = [
      line('performance', { was, is }, times(perRate, own)),
      line('mix', { was, is }, times(perRate, mix)),
    ];
    return { label: unit, counts: { was, is }, exact: sum(lines.map(({ exact }) => exact)), lines };
  });
}

function accountableByUnit(cells: readonly CountedCell[], depth: number): ReadonlyMap<Unit, Count> {
  const groups = [...groupByUnit(cells, depth)].map(([unit, own]) => [unit, gatherCounts(own).accountable] as const);
  return new Map(groups.filter(([, { cases }]) => cases > 0n));
}

/** Rounds lines to whole E4 that add up to what stands above them, level by level. */
function settle(lines: readonly Line[], pointsE4: bigint): readonly PointsNode[] {
  if (lines.length === 0) return [];
  const points = shareOut(
    lines.map(({ exact }) => exact),
    pointsE4,
  );
  return lines.map(({ label, counts, lines: below }, place) => {
    const own = points[place] ?? 0n;
    return { ...leaf(label, counts, own), children: settle(below, own) };
  });
}

function leaf(label: string, { was, is }: Both, pointsE4: bigint): PointsNode {
  return { label, pointsE4, lostE4: 0n, counts: is, countsBefore: was, waiting: 0n, children: [], evidenceFilter: '' };
}

/** @param count  with at least one case, or none in both periods: then 0 */
function rateOf({ hits, cases }: Count): Fraction {
  return cases === 0n ? fraction(0n) : fraction(hits, cases);
}

function exactScore({ score }: MetricScore): Fraction | undefined {
  return score.kind === 'scored' ? score.exactE4 : undefined;
}
