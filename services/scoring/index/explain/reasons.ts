import { divideHalfUp } from '#libs/domain/integer.js';
import type { MetricRule } from '../../rulesets/ruleset.js';
import { isTooHigh, TARGET_E4 } from '../arithmetic/score-rate.js';
import { type DepartmentIndex, departmentIndex, type IndexInput, type MetricScore } from '../score/department-index.js';
import { livedCount, missesOf } from '../score/metric-counts.js';
import type { PointsNode } from '../score/points-node.js';

/** One reason for an index, for people and programs. */
export interface IndexReason {
  readonly code: ReasonCode;
  /** A plain sentence with the counts in it. */
  readonly text: string;
  /** Points at stake, E4. */
  readonly pointsE4: bigint;
  /** What the index gains by `casesBetter` fewer misses, E4; 0 when the reason is not about misses. */
  readonly gainE4: bigint;
  readonly casesBetter: bigint;
}

export type ReasonCode =
  | 'METRIC_BELOW_TARGET'
  | 'METRIC_ABOVE_TARGET'
  | 'METRIC_ABOVE_RANGE'
  | 'UNIT_LOSES_MOST'
  | 'UPSTREAM_SHARE_HIGH'
  | 'COVERAGE_LOW'
  | 'CASES_WAITING';

const MOST_REASONS = 4;
const FEWER_MISSES = 10n;

/**
 * At most four reasons, most points first. What a few misses fewer are worth is computed exactly: the index is made again with
 * that many misses turned into hits.
 *
 * @param input  what the index was made of
 * @param tree   its explanation
 */
export function reasonsFor(input: IndexInput, index: DepartmentIndex, tree: PointsNode): readonly IndexReason[] {
  const metrics = index.metrics.flatMap((metric, place) => {
    const node = tree.children[place];
    return node === undefined || node.lostE4 === 0n ? [] : [{ metric, node }];
  });
  const all = [
    ...coverageLow(index),
    ...casesWaiting(index),
    ...metrics.map(({ metric, node }) => metricReason(input, index, metric, node)),
    ...metrics.flatMap(({ metric, node }) => unitLosesMost(input, index, metric, node)),
    ...upstreamShareHigh(index),
  ];
  return all.sort((a, b) => (a.pointsE4 > b.pointsE4 ? -1 : a.pointsE4 < b.pointsE4 ? 1 : 0)).slice(0, MOST_REASONS);
}

/** What the index gains when that many misses of a metric had been hits; 0 without an index. */
export function gainOf(input: IndexInput, index: DepartmentIndex, metric: string, fewer: bigint): bigint {
  const counts = input.counts.get(metric);
  if (counts === undefined || index.outcome.kind === 'not_measured') return 0n;
  const accountable = { ...counts.accountable, hits: counts.accountable.hits + fewer };
  const better = departmentIndex({ ...input, counts: new Map(input.counts).set(metric, { ...counts, accountable }) });
  return better.outcome.kind === 'measured' ? better.outcome.indexE4 - index.outcome.indexE4 : 0n;
}

function metricReason(
  input: IndexInput,
  index: DepartmentIndex,
  { rule, score }: MetricScore,
  { lostE4, counts }: PointsNode,
): IndexReason {
  const rate = `${rule.stated.id} ${grouped(counts.hits)} of ${grouped(counts.cases)}`;
  if (isTooHigh(counts, rule.anchors)) {
    const text = `${rate} is more than its range and costs ${tenths(lostE4)} points: too much is no aim either`;
    return { code: 'METRIC_ABOVE_RANGE', text, pointsE4: lostE4, gainE4: 0n, casesBetter: 0n };
  }
  const worth = marginal(input, index, rule, missesOf(counts));
  const isBelow = score.kind === 'scored' && score.scoreE4 < TARGET_E4;
  return {
    code: isBelow ? 'METRIC_BELOW_TARGET' : 'METRIC_ABOVE_TARGET',
    text: `${rate} costs ${tenths(lostE4)} points: ${worth.text}`,
    pointsE4: lostE4,
    gainE4: worth.gainE4,
    casesBetter: worth.casesBetter,
  };
}

/** The unit with the most misses of a metric, when it makes a quarter of them or more and is not the only one. Misses cost nothing beyond a range. */
function unitLosesMost(
  input: IndexInput,
  index: DepartmentIndex,
  { rule }: MetricScore,
  metric: PointsNode,
): IndexReason[] {
  const [worst] = metric.children.toSorted((a, b) => Number(missesOf(b.counts) - missesOf(a.counts)));
  const all = missesOf(metric.counts);
  if (worst === undefined || metric.children.length === 1 || 4n * missesOf(worst.counts) < all) return [];
  if (isTooHigh(metric.counts, rule.anchors)) return [];
  const misses = missesOf(worst.counts);
  const worth = marginal(input, index, rule, misses);
  const text = `${worst.label} has ${grouped(misses)} of the ${grouped(all)} misses of ${metric.label}: ${worth.text}`;
  const { gainE4, casesBetter } = worth;
  return [{ code: 'UNIT_LOSES_MOST', text, pointsE4: worst.lostE4, gainE4, casesBetter }];
}

/** Others answer for a fifth or more of the misses customers lived. At stake is what the lived index is lower. */
function upstreamShareHigh({ metrics, outcome }: DepartmentIndex): IndexReason[] {
  if (outcome.kind === 'not_measured') return [];
  const lived = metrics.map(({ counts }) => missesOf(livedCount(counts)));
  const [most] = metrics
    .map((metric, place) => ({ metric, of: lived[place] ?? 0n }))
    .map(({ metric, of }) => ({ metric, of, charged: of - missesOf(metric.counts.accountable) }))
    .sort((a, b) => Number(b.charged - a.charged));
  if (most === undefined || most.charged === 0n || 5n * most.charged < most.of) return [];

  const parties = new Map<string, bigint>();
  for (const count of most.metric.counts.notAccountable) {
    parties.set(count.responsible, (parties.get(count.responsible) ?? 0n) + missesOf(count));
  }
  const named = [...parties]
    .filter(([, misses]) => misses > 0n)
    .map(([party, misses]) => `${party} ${grouped(misses)}`);
  const text = `${grouped(most.charged)} of the ${grouped(most.of)} misses customers lived of ${most.metric.rule.stated.id} are charged to others: ${named.join(', ')}`;
  const difference = outcome.indexE4 - outcome.lived.indexE4;
  const pointsE4 = difference > 0n ? difference : 0n;
  return [{ code: 'UPSTREAM_SHARE_HIGH', text, pointsE4, gainE4: 0n, casesBetter: 0n }];
}

function coverageLow({ coverageBp, metrics }: DepartmentIndex): IndexReason[] {
  const missing = metrics.filter(({ score }) => score.kind === 'not_scored');
  if (missing.length === 0) return [];
  const named = missing.map(({ rule, counts, score }) => {
    const why = score.kind === 'not_scored' ? score.reason : '';
    return `${rule.stated.id} has ${grouped(counts.accountable.cases)} cases (${why})`;
  });
  const text = `${coverageBp / 100n} % of the weights are measured: ${named.join('; ')}`;
  return [{ code: 'COVERAGE_LOW', text, pointsE4: (10_000n - coverageBp) * 100n, gainE4: 0n, casesBetter: 0n }];
}

function casesWaiting({ bounds, metrics }: DepartmentIndex): IndexReason[] {
  const waiting = metrics.reduce((sum, { counts }) => sum + counts.waiting, 0n);
  if (waiting === 0n) return [];
  const range =
    bounds === undefined ? '' : `: the index can become ${tenths(bounds.lowerE4)} to ${tenths(bounds.upperE4)}`;
  const pointsE4 = bounds === undefined ? 0n : bounds.upperE4 - bounds.lowerE4;
  const text = `${grouped(waiting)} cases are due and wait for a feed${range}`;
  return [{ code: 'CASES_WAITING', text, pointsE4, gainE4: 0n, casesBetter: 0n }];
}

/** "10 fewer late parcels = +1.9"; less than nothing where that many would leave the range of the metric. */
function marginal(input: IndexInput, index: DepartmentIndex, rule: MetricRule, misses: bigint) {
  const casesBetter = misses < FEWER_MISSES ? misses : FEWER_MISSES;
  const gainE4 = gainOf(input, index, rule.metric, casesBetter);
  return {
    casesBetter,
    gainE4,
    text: `${casesBetter} fewer ${rule.stated.missesAre} = ${gainE4 < 0n ? '-' : '+'}${tenths(gainE4 < 0n ? -gainE4 : gainE4)}`,
  };
}

/** Points with one decimal, for a sentence; 0 or more. */
function tenths(e4: bigint): string {
  const rounded = divideHalfUp(e4, 1_000n);
  return `${rounded / 10n}.${rounded % 10n}`;
}

function grouped(count: bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
