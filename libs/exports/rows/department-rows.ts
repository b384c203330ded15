import { isoInstant } from '#libs/domain/time.js';
import { roundBy } from '#libs/payout/allocate/round.js';
import type { SourceRow } from '../export-file.js';
import type { Value } from '../format/cell.js';
import { numberText } from '../format/number-text.js';
import type { Factors, Frozen, FrozenDepartment, FrozenMetric } from './frozen.js';

const PPM = 1_000_000n;

/** A row for each department. */
export function departmentRows(
  frozen: Frozen,
  departments: readonly FrozenDepartment[],
  factors?: Factors,
): SourceRow[] {
  return departments.map((one, at) => ({ ...ofDepartment(frozen, one, factors), row: whole(BigInt(at + 1)) }));
}

/** A row for each metric that has a weight. */
export function metricRows(frozen: Frozen, departments: readonly FrozenDepartment[], factors?: Factors): SourceRow[] {
  const rows = departments.flatMap((one) =>
    one.metrics
      .filter(({ weightBp }) => weightBp > 0n)
      .map((metric) => ({ ...ofDepartment(frozen, one, factors), ...ofMetric(metric) })),
  );
  return rows.map((row, at) => ({ ...row, row: whole(BigInt(at + 1)) }));
}

/** What every row of a period says. */
export function ofPeriod(frozen: Frozen): SourceRow {
  return {
    period: text(frozen.period),
    first_day: { day: frozen.firstDay },
    last_day: { day: frozen.lastDay },
    earning_start: text(isoInstant(frozen.earningStart)),
    earning_end: text(isoInstant(frozen.earningEnd)),
    snapshot: text(frozen.snapshot),
    version: whole(BigInt(frozen.version)),
    content_sha256: text(frozen.contentSha256),
    state: text(frozen.state),
    supersedes: whole(BigInt(frozen.supersedes)),
    ruleset: text(frozen.ruleset),
    ruleset_sha256: text(frozen.rulesetSha256),
  };
}

function ofDepartment(frozen: Frozen, one: FrozenDepartment, factors: Factors | undefined): SourceRow {
  const factor = factors?.of.get(one.department);
  const ppm = factor && roundBy('HALF_UP', { ...factor, numerator: factor.numerator * PPM });
  return {
    ...ofPeriod(frozen),
    department: text(one.department),
    status: text(one.status),
    index: number(one.indexE4, 4),
    index_low: number(one.lowerE4, 4),
    index_high: number(one.upperE4, 4),
    change: number(one.changeE4, 4),
    coverage: number(one.coverageBp, 4),
    self_reported: number(one.selfReportedBp, 4),
    factor: number(ppm, 6),
    plan: factors && text(factors.plan),
    plan_sha256: factors && text(factors.planSha256),
    not_payable_reasons: text(one.notPayableReasons.join(' ')),
    payslip_text: text(payslipText(frozen, one, ppm)),
  };
}

function ofMetric(metric: FrozenMetric): SourceRow {
  return {
    metric: text(metric.metric),
    reported_by: text(metric.reportedBy),
    hits: number(metric.hits, 0),
    cases: number(metric.cases, 0),
    rate: number(metric.ratePpm, 6),
    score: number(metric.scoreE4, 4),
    weight: number(metric.weightBp, 4),
    points: number(metric.pointsE4, 4),
  };
}

/** "Customer experience 2018-07, warehouse: index 87.4321, factor 112.1605 %" */
function payslipText({ period }: Frozen, { department, indexE4 }: FrozenDepartment, ppm: bigint | undefined): string {
  const index = indexE4 === undefined ? 'not measured' : `index ${numberText(indexE4, 4, 'DOT')}`;
  const factor = ppm === undefined ? '' : `, factor ${numberText(ppm, 4, 'DOT')} %`;
  return `Customer experience ${period}, ${department}: ${index}${factor}`;
}

export function text(value: string): Value {
  return { text: value };
}

export function whole(value: bigint): Value {
  return number(value, 0);
}

export function number(value: bigint | undefined, scale: number): Value {
  return value === undefined ? undefined : { number: { whole: value, scale } };
}
