import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type {
  LeftOutUnits,
  OwnerChange,
  ShadowedIndex,
  ShadowedMetric,
  ShadowRulesetResponse,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { grouped, points, share, signed, table } from '../format.js';
import { lastOf, periodIn, whoIn } from '../names.js';

/**
 * What a proposed ruleset would mean, for people: departments, units that win and lose, units that change places, every index of
 * the departments with the metrics that moved it, and what could not be measured.
 *
 * @param most  lines of each list; what is left out is counted
 */
export function shadowLines(answer: ShadowRulesetResponse, most: number): readonly string[] {
  const { ruleset, periods, owners, indexes, leftOut } = answer;
  const departments = indexes.filter(({ name }) => !isUnit(name));
  const moving = departments.filter(({ changeE4 }) => changeE4 !== 0n);
  const units = owners.filter(({ owner }) => isUnit(owner));
  const winners = units.filter(({ meanChangeE4 }) => meanChangeE4 > 0n);
  const losers = units.filter(({ meanChangeE4 }) => meanChangeE4 < 0n).toReversed();
  return [
    `${ruleset} beside the rulesets in force, ${periods[0]} to ${periods.at(-1)}. Nothing was stored.`,
    ...section(
      'Departments, mean change over the periods that both rulesets measure',
      owners.filter(({ owner }) => !isUnit(owner)).map(changeRow),
      Number.POSITIVE_INFINITY,
    ),
    ...section('Units that gain most', winners.map(changeRow), most),
    ...section('Units that lose most', losers.map(changeRow), most),
    ...unmoved(units),
    ...section(`Units that change places in ${lastRanked(indexes)}`, rankRows(indexes), most),
    ...section('Every index of the departments that moves', moving.flatMap(indexRows), Number.POSITIVE_INFINITY),
    ...unmovedIndexes(departments),
    ...section('Not measured', missingRows(departments), Number.POSITIVE_INFINITY),
    ...leftOut.flatMap(leftOutLine),
  ];
}

type Row = readonly string[];

/** A headed table, or nothing without rows. */
function section(head: string, rows: readonly Row[], most: number): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map((row) => row.length));
  const aligns = Array.from({ length: width }, (_, column) => (column === 0 ? 'left' : 'right') as 'left' | 'right');
  const rest = rows.length - most;
  return [
    '',
    head,
    ...table(rows.slice(0, most), [...aligns.slice(0, -1), 'left']),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

function changeRow({ owner, periods, gained, lost, ...changes }: OwnerChange): Row {
  const { meanChangeE4, lowestChangeE4, highestChangeE4 } = changes;
  const range = `from ${signed(lowestChangeE4)} to ${signed(highestChangeE4)}`;
  const same = periods - gained - lost;
  return [whoIn(owner), signed(meanChangeE4), `higher in ${gained}, lower in ${lost}, equal in ${same}   ${range}`];
}

function unmoved(units: readonly OwnerChange[]): readonly string[] {
  const many = units.filter(({ meanChangeE4 }) => meanChangeE4 === 0n).length;
  return many === 0 ? [] : ['', `${many} units neither gain nor lose on average.`];
}

function unmovedIndexes(departments: readonly ShadowedIndex[]): readonly string[] {
  const many = departments.filter(({ changeE4 }) => changeE4 === 0n).length;
  return many === 0 ? [] : ['', `${many} ${many === 1 ? 'index' : 'indexes'} of departments would be the same.`];
}

/** The newest period in which units have places. */
function lastRanked(indexes: readonly ShadowedIndex[]): string {
  return (
    indexes
      .filter(({ rankedUnits }) => rankedUnits > 0)
      .map(({ name }) => periodIn(name))
      .sort()
      .at(-1) ?? ''
  );
}

function rankRows(indexes: readonly ShadowedIndex[]): readonly Row[] {
  const period = lastRanked(indexes);
  return indexes
    .filter(({ name, inForceRank, proposedRank }) => periodIn(name) === period && inForceRank !== proposedRank)
    .toSorted((a, b) => Math.abs(b.proposedRank - b.inForceRank) - Math.abs(a.proposedRank - a.inForceRank))
    .map(({ name, inForceRank, proposedRank, rankedUnits }) => [
      whoIn(name),
      `${inForceRank} -> ${proposedRank} of ${rankedUnits}`,
    ]);
}

/** One index, and behind it what moved it. */
function indexRows(index: ShadowedIndex): readonly Row[] {
  const { name, inForceE4, proposedE4, changeE4, metrics, origin } = index;
  if (changeE4 === undefined) return [];
  const moved = metrics.map(metricWords).flatMap((words) => words ?? []);
  const generated = origin === Origin.ORIGIN_GENERATED ? '(g) generated   ' : '';
  const figures = [points(inForceE4), '->', points(proposedE4), signed(changeE4)];
  return [[whoIn(name), periodIn(name), ...figures, `${generated}${moved.join(', ')}`]];
}

/** "arrived_at_last 26.8 -> 23.5" in points of the index; undefined when both sides read alike. */
function metricWords({ metric, inForce, proposed }: ShadowedMetric): string | undefined {
  const side = (one: ShadowedMetric['inForce']) => (one === undefined ? 'not weighed' : points(one.pointsE4));
  return side(inForce) === side(proposed) ? undefined : `${lastOf(metric)} ${side(inForce)} -> ${side(proposed)}`;
}

/** One line for periods that follow one another and lack their index for the same reason. */
function missingRows(departments: readonly ShadowedIndex[]): readonly Row[] {
  const runs: { readonly who: string; readonly why: string; readonly periods: string[] }[] = [];
  for (const index of departments) {
    const [who, why] = [whoIn(index.name), whyMissing(index)];
    const before = runs.at(-1);
    if (before?.who === who && before.why === why) before.periods.push(periodIn(index.name));
    else runs.push({ who, why, periods: [periodIn(index.name)] });
  }
  const missing = runs.filter(({ why }) => why !== '');
  return missing.map(({ who, why, periods }) => [who, spanOf(periods), why]);
}

/** "2017-09", or "2017-09 to 2018-02 (6)". */
function spanOf(periods: readonly string[]): string {
  return periods.length === 1 ? (periods[0] ?? '') : `${periods[0]} to ${periods.at(-1)} (${periods.length})`;
}

/** Why one of the sides has no index, or lacks a metric; empty when nothing is missing. */
function whyMissing(index: ShadowedIndex): string {
  const before = reasonWords(index.inForceNotMeasuredReason, index.inForceCoverageBp);
  const after = reasonWords(index.proposedNotMeasuredReason, index.proposedCoverageBp);
  const sides = [
    ...(before === after && before !== '' ? [`by both rulesets: ${before}`] : []),
    ...(before === after || before === '' ? [] : [`in force: ${before}`]),
    ...(before === after || after === '' ? [] : [`proposed: ${after}`]),
    ...index.metrics
      .filter((metric) => metric.proposedDefinitionNotCounted)
      .map((metric) => `definition ${metric.proposedDefinition} of ${lastOf(metric.metric)} was not counted then`),
  ];
  return sides.join('; ');
}

function reasonWords(reason: string, coverageBp: bigint): string {
  if (reason === '' || reason === 'NO_RULESET_IN_FORCE') return reason;
  return `${reason}, ${share(coverageBp)} of the weights measured`;
}

function leftOutLine({ department, beyondMostUnits, neverMeasured }: LeftOutUnits): readonly string[] {
  const left = [
    ...(beyondMostUnits > 0n ? [`${grouped(beyondMostUnits)} with fewer cases than these`] : []),
    ...(neverMeasured > 0n ? [`${grouped(neverMeasured)} that neither ruleset measures in any period`] : []),
  ];
  return left.length === 0 ? [] : [`Units of ${lastOf(department)} left out: ${left.join(', ')}.`];
}

function isUnit(name: string): boolean {
  return name.includes('/units/');
}
