import { type Fraction, fraction, minus, times } from '#libs/domain/fraction.js';
import type { CountedCell, Department, WaitingCell } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { Unit } from '#libs/domain/unit.js';
import { type Count, isTooHigh, WORLD_E4 } from '../arithmetic/score-rate.js';
import { shareOut } from '../arithmetic/share-out.js';
import type { DepartmentIndex, MetricScore } from '../score/department-index.js';
import { groupByUnit } from '../score/group-units.js';
import { gatherCounts, type MetricCounts, missesOf } from '../score/metric-counts.js';
import type { PointsNode } from '../score/points-node.js';

/** An index with everything that was counted for it. */
export interface ExplainInput {
  readonly department: Department;
  /** Unset for the whole department. */
  readonly unit?: Unit;
  readonly period: Period;
  readonly index: DepartmentIndex;
  /** By metric, of the right definition, units and days. */
  readonly cells: ReadonlyMap<string, readonly CountedCell[]>;
  readonly waiting: ReadonlyMap<string, readonly WaitingCell[]>;
}

/**
 * Explains an index as a tree: index, metrics, units, classes. Points and lost points add up exactly at every level.
 *
 * Every miss of a metric costs the same, so a unit loses its share of the misses and earns the rest of its share of the cases. A
 * unit with many misses for its size can earn less than nothing. A rate beyond its range has too many hits, so there every hit costs the
 * same. Classes for which the department does not answer earn and lose
 * nothing; they are shown with their counts.
 */
export function explain(input: ExplainInput): PointsNode {
  const { department, unit, index } = input;
  const lost = lostByMetric(index);
  const children = index.metrics.map((metric, place) => metricNode(input, metric, lost[place] ?? 0n));
  return {
    label: unit === undefined ? department : `${department}/${unit}`,
    pointsE4: total(children.map(({ pointsE4 }) => pointsE4)),
    lostE4: total(children.map(({ lostE4 }) => lostE4)),
    counts: added(children.map(({ counts }) => counts)),
    waiting: total(children.map(({ waiting }) => waiting)),
    children,
    evidenceFilter: '',
  };
}

/** The points that each metric loses, E4. They add up to what the index is short of 100. All 0 without an index. */
export function lostByMetric({ metrics, outcome }: DepartmentIndex): readonly bigint[] {
  if (outcome.kind === 'not_measured') return metrics.map(() => 0n);
  const exact = metrics.map(({ score, weight }) =>
    score.kind === 'scored' ? times(weight, minus(fraction(WORLD_E4), score.exactE4)) : fraction(0n),
  );
  return shareOut(exact, WORLD_E4 - outcome.indexE4);
}

/** How deep a tree splits an owner: two names below it, "area/sp" for delivery, sellers for a state. */
export function splitDepth(unit: Unit | undefined): number {
  return unit === undefined ? 2 : Math.min(unit.split('/').length + 2, 4);
}

function metricNode(input: ExplainInput, metric: MetricScore, lostE4: bigint): PointsNode {
  const { rule, counts, pointsE4 } = metric;
  const depth = splitDepth(input.unit);
  const waiting = groupByUnit(input.waiting.get(rule.metric) ?? [], depth);
  const cells = groupByUnit(input.cells.get(rule.metric) ?? [], depth);
  const units = [...new Set([...cells.keys(), ...waiting.keys()])].sort();
  const unitCounts = units.map((unit) => gatherCounts(cells.get(unit) ?? [], waiting.get(unit) ?? []));

  const tooHigh = isTooHigh(counts.accountable, rule.anchors);
  const costly = tooHigh ? hitsOf : missesOf;
  const lost = shareOut(lostExact(counts.accountable, unitCounts, { lostE4, costly }), lostE4);
  const points = shareOut(pointsExact(counts.accountable, unitCounts, { pointsE4, lostE4, costly }), pointsE4);
  const { stated, definition } = rule;
  const owner = { unit: input.unit ?? '', responsible: input.department };
  const evidence: Evidence = { metric: stated.id, definition, ...owner, ...(tooHigh && { outcome: 'OUTCOME_HIT' }) };
  return {
    label: rule.stated.id,
    pointsE4,
    lostE4,
    counts: counts.accountable,
    waiting: counts.waiting,
    children: units.map((unit, place) =>
      unitNode(input, { ...evidence, unit }, unitCounts[place] as MetricCounts, {
        pointsE4: points[place] ?? 0n,
        lostE4: lost[place] ?? 0n,
      }),
    ),
    evidenceFilter: evidenceFilter(input.period, evidence),
  };
}

/** What is lost, and which of the cases cost it. */
interface Loss {
  readonly lostE4: bigint;
  readonly costly: (count: Count) => bigint;
}

function hitsOf({ hits }: Count): bigint {
  return hits;
}

function lostExact(whole: Count, units: readonly MetricCounts[], { lostE4, costly }: Loss): Fraction[] {
  return units.map(({ accountable }) => shareOf(costly(accountable), costly(whole), lostE4));
}

function pointsExact(whole: Count, units: readonly MetricCounts[], part: Loss & { readonly pointsE4: bigint }) {
  return units.map(({ accountable }) => {
    const earned = shareOf(accountable.cases, whole.cases, part.pointsE4 + part.lostE4);
    return minus(earned, shareOf(part.costly(accountable), part.costly(whole), part.lostE4));
  });
}

function shareOf(part: bigint, whole: bigint, e4: bigint): Fraction {
  return whole === 0n ? fraction(0n) : fraction(part * e4, whole);
}

function unitNode(
  { period }: ExplainInput,
  evidence: Evidence,
  { accountable, notAccountable, waiting }: MetricCounts,
  points: Pick<PointsNode, 'pointsE4' | 'lostE4'>,
): PointsNode {
  const ours: PointsNode = {
    label: 'ACCOUNTABLE',
    ...points,
    counts: accountable,
    waiting: 0n,
    children: [],
    evidenceFilter: evidenceFilter(period, evidence),
  };
  const others = notAccountable.map(({ reason, responsible, hits, cases }): PointsNode => {
    const filter = evidenceFilter(period, { ...evidence, responsible });
    const label = `${reason} (${responsible})`;
    return { ...ours, label, pointsE4: 0n, lostE4: 0n, counts: { hits, cases }, evidenceFilter: filter };
  });
  return { ...ours, label: evidence.unit, waiting, children: [ours, ...others] };
}

interface Evidence {
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit | '';
  readonly responsible: string;
  /** The cases that cost points; misses when it is left out. */
  readonly outcome?: 'OUTCOME_HIT' | 'OUTCOME_MISS';
}

/** The fields of the ListObservationsRequest that lists the cases behind a node that cost points. */
export function evidenceFilter(
  { firstDay, lastDay }: Period,
  { metric, definition, unit, responsible, outcome = 'OUTCOME_MISS' }: Evidence,
): string {
  const where = unit === '' ? '' : ` AND unit = "${unit}"`;
  return (
    `metric = "${metric}" AND definition = ${definition} AND first_day = "${firstDay}" AND last_day = "${lastDay}"${where}` +
    ` AND outcome = ${outcome} AND responsible = "${responsible}"`
  );
}

function added(counts: readonly Count[]): Count {
  return { hits: total(counts.map(({ hits }) => hits)), cases: total(counts.map(({ cases }) => cases)) };
}

function total(parts: readonly bigint[]): bigint {
  return parts.reduce((sum, part) => sum + part, 0n);
}
