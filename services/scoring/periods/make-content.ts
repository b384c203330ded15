import { definitionSha256 } from '#libs/catalogue/hash.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { Department } from '#libs/domain/observation.js';
import { worstOrigin } from '#libs/domain/observation.js';
import { addDays, endOfDay, startOfDay } from '#libs/domain/time.js';
import type { AnsweredIndex } from '../answers/answered-index.js';
import { isBeyond } from '../counts/cut.js';
import { dumpLines, dumpSha256 } from '../counts/dump.js';
import type { ShardCut } from '../counts/read.js';
import { flatAnchors } from '../index/arithmetic/flat-anchors.js';
import type { MetricScore } from '../index/score/department-index.js';
import type { EventEffect } from '../index/score/event-effects.js';
import { livedCount } from '../index/score/metric-counts.js';
import type { RulingEffect } from '../index/score/ruling-effect.js';
import { definitionIn } from '../rulesets/ruleset.js';
import type {
  DepartmentInput,
  EventInput,
  MetricInput,
  NotPayable,
  OverdueInput,
  RulingInput,
  SnapshotContent,
  SnapshotReason,
  TakenOutInput,
} from './content.js';
import { observationsIn } from './observations-in.js';
import { type CountedOverdue, type OverdueEffect, overdueEffect } from './overdue.js';
import type { PeriodReading } from './read-period.js';

/** The parts of the version before that the next version reports changes against. */
export interface EarlierVersion {
  readonly content: Pick<SnapshotContent, 'version'> & {
    readonly inputs: readonly Pick<DepartmentInput, 'department' | 'indexE4'>[];
  };
  readonly cut: readonly ShardCut[];
}

export interface MakeContentOptions {
  readonly reading: PeriodReading;
  readonly earlier: EarlierVersion | undefined;
  readonly reason: SnapshotReason;
  /** "cx-index 0.2.0" */
  readonly engine: string;
}

/** Builds the content of a version from what was read. Pure: the same reading gives the same content. */
export function makeContent({ reading, earlier, reason, engine }: MakeContentOptions): SnapshotContent {
  const { period, ruleset, counts, indexes } = reading;
  if (ruleset === undefined) throw new Error('a period without a ruleset passed the guards');
  const inputs = [...indexes].map(([department, answered]) =>
    departmentInput({ department, answered, reading, earlier }),
  );
  return {
    period: period.name,
    version: (earlier?.content.version ?? 0) + 1,
    supersedes: earlier?.content.version ?? 0,
    state: 'PROVISIONAL',
    payable: false,
    notPayableReasons: notPayableReasons(reading),
    firstDay: period.firstDay,
    lastDay: period.lastDay,
    zone: ruleset.zone,
    earningStart: startOfDay(period.firstDay, ruleset.zone),
    earningEnd: endOfDay(period.lastDay, ruleset.zone),
    ruleset: ruleset.name,
    rulesetSha256: hex(ruleset.sha256),
    rulesetPublishedAt: ruleset.publishedAt,
    engine,
    cutSha256: hex(counts.view.data.cutSha256),
    ...(reading.cutOffAt !== undefined && { cutOffAt: reading.cutOffAt }),
    countsSha256: dumpSha256(dumpLines(counts.view.rows)),
    reason,
    ...(reading.overdue.length > 0 && { overdue: reading.overdue.map(overdueInput) }),
    inputs,
  };
}

/** The parts of a contest that the next reader needs to find its case again. */
function overdueInput({ contest, department, ...rest }: CountedOverdue): OverdueInput {
  return { ...rest, contest: `departments/${department}/contests/${contest}` };
}

const NOT_PAYABLE: readonly NotPayable[] = [
  'NOT_APPROVED',
  'RULES_BOUND_AFTER_START',
  'NOTICE_TOO_SHORT',
  'NOT_REVIEWED',
  'HELD',
  'CONTEST_UPHELD',
  'GENERATED_DATA',
  'COVERAGE_LOW',
  'IDENTITY_NOT_PROVEN',
];

interface OfDepartment {
  readonly department: Department;
  readonly answered: AnsweredIndex;
  readonly reading: PeriodReading;
  readonly earlier: EarlierVersion | undefined;
}

function departmentInput({ department, answered, reading, earlier }: OfDepartment): DepartmentInput {
  const { outcome, coverageBp, metrics } = answered.index;
  const measured = outcome.kind === 'measured' ? outcome : undefined;
  const before = earlier?.content.inputs.find((input) => input.department === department);
  const own = metrics.filter(({ rule }) => rule.stated.reportedBy === 'SELF');
  const overdue = overdueEffect(answered, reading.overdue);
  return {
    department,
    indexE4: measured?.indexE4,
    lowerE4: measured?.interval.lowerE4,
    upperE4: measured?.interval.upperE4,
    coverageBp,
    status: outcome.kind === 'measured' ? 'MEASURED' : outcome.reason,
    notPayableReasons: whyNotPayable(answered, reading),
    selfReportedBp: own.reduce((sum, { effectiveWeightBp }) => sum + effectiveWeightBp, 0n),
    origin: answered.origin,
    metrics: metrics.map((metric) => metricInput(metric, answered)),
    ...arrivals(department, reading, earlier?.cut),
    changeSinceLastVersionE4: before === undefined ? 0n : (measured?.indexE4 ?? 0n) - (before.indexE4 ?? 0n),
    ...(answered.events.length > 0 && { events: answered.events.map(eventInput) }),
    ...(answered.rulings && { rulings: rulingInput(answered.rulings) }),
    ...(overdue && { overdue: takenOutInput(overdue) }),
  };
}

function eventInput({ event, takenOut, indexWithoutE4 }: EventEffect): EventInput {
  return { event, ...takenOutInput({ ...takenOut, indexWithoutE4 }) };
}

function takenOutInput({ hits, cases, indexWithoutE4 }: OverdueEffect): TakenOutInput {
  return { hits, cases, ...(indexWithoutE4 !== undefined && { indexWithoutE4 }) };
}

function rulingInput({ takenOut: { hits, cases }, chargedToOthers, indexWithoutE4 }: RulingEffect): RulingInput {
  return { hits, cases, chargedToOthers, ...(indexWithoutE4 !== undefined && { indexWithoutE4 }) };
}

/** Why the period would not be payable: every reason that holds for at least one department. */
export function notPayableReasons(reading: PeriodReading): readonly NotPayable[] {
  const all = new Set([...reading.indexes.values()].flatMap((answered) => whyNotPayable(answered, reading)));
  return NOT_PAYABLE.filter((one) => all.has(one));
}

function whyNotPayable(
  { name: { department }, origin, index }: AnsweredIndex,
  { period, ruleset, boundAfterStart }: PeriodReading,
): readonly NotPayable[] {
  if (ruleset === undefined) return [];
  const isBoundLate = boundAfterStart.has(department);
  const noticeBy = startOfDay(addDays(period.firstDay, -ruleset.closing.noticeDays), ruleset.zone);
  const holds: Readonly<Record<NotPayable, boolean>> = {
    NOT_APPROVED: true, // a version that is approved becomes a closed one
    RULES_BOUND_AFTER_START: isBoundLate,
    NOTICE_TOO_SHORT: !isBoundLate && ruleset.publishedAt > noticeBy,
    NOT_REVIEWED: ruleset.closing.reviewWorkingDays === 0,
    HELD: false, // a hold is stated when the period is closed
    CONTEST_UPHELD: false, // as an upheld contest of a line is
    GENERATED_DATA: origin === 'GENERATED',
    COVERAGE_LOW: index.coverageBp < ruleset.minimumCoverageBp,
    IDENTITY_NOT_PROVEN: true, // requested_by is a name that the caller gave
  };
  return NOT_PAYABLE.filter((reason) => holds[reason]);
}

function metricInput(
  { rule, counts, score, effectiveWeightBp, pointsE4 }: MetricScore,
  { cells }: AnsweredIndex,
): MetricInput {
  const { hits, cases } = counts.accountable;
  const lived = livedCount(counts);
  return {
    metric: rule.stated.id,
    definitionSha256: hex(definitionSha256(rule.stated)),
    reportedBy: rule.stated.reportedBy,
    origin: worstOrigin((cells.get(rule.metric) ?? []).map(({ origin }) => origin)),
    hits,
    cases,
    livedHits: lived.hits,
    livedCases: lived.cases,
    ratePpm: cases === 0n ? undefined : divideHalfUp(hits * 1_000_000n, cases),
    ...flatAnchors(rule.anchors),
    scoreE4: score.kind === 'scored' ? score.scoreE4 : undefined,
    effectiveWeightBp,
    pointsE4,
  };
}

/** Observations by arrival: sealed before the period ended, after it, and after the cut of the version before. */
function arrivals(
  department: Department,
  { counts, period, ruleset }: PeriodReading,
  earlierCut: readonly ShardCut[] | undefined,
) {
  const end = endOfDay(period.lastDay, ruleset?.zone ?? 'UTC');
  const found = { observationsL0: 0n, observationsL1: 0n, observationsL2: 0n };
  const own = counts.batches.filter(({ source }) => source === department);
  for (const one of own.filter((batch) => !isBeyond(batch, counts.cut))) {
    const isLater = earlierCut !== undefined && isBeyond(one, earlierCut);
    const late = isLater ? 'observationsL2' : one.sealedAt < end ? 'observationsL0' : 'observationsL1';
    found[late] += observationsIn(one, period, ruleset);
  }
  if (counts.recorded === undefined) return found;
  // What was not opened was sealed before the period ended.
  for (const { source, metric, definition, recorded } of counts.recorded)
    if (source === department && definition === definitionIn(ruleset, metric)) found.observationsL0 += recorded;
  for (const one of own) found.observationsL0 -= observationsIn(one, period, ruleset);
  return found;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
