import { textCell } from '#libs/domain/csv-cell.js';
import { isoInstant } from '#libs/domain/time.js';
import { type DepartmentInput, type MetricInput, type SnapshotContent, snapshotName } from './content.js';

/** The columns of the file HR loads, in their fixed order. An empty cell means not measured, never 0. */
export const COLUMNS = [
  ...['record_id', 'snapshot', 'version', 'supersedes', 'state', 'payable', 'not_payable_reasons', 'period'],
  ...['first_day', 'last_day', 'zone', 'earning_start', 'earning_end', 'department', 'line', 'metric'],
  ...[
    'metric_definition_sha256',
    'reported_by',
    'data_origin',
    'hits',
    'cases',
    'lived_hits',
    'lived_cases',
    'rate_ppm',
  ],
  ...['floor_ppm', 'target_ppm', 'world_class_ppm', 'score_e4', 'effective_weight_bp', 'points_e4', 'index_e4'],
  ...['index_lower_e4', 'index_upper_e4', 'coverage_bp', 'self_reported_bp', 'observations_l0', 'observations_l1'],
  ...['observations_l2', 'change_since_last_version_e4', 'reason', 'ruleset', 'ruleset_sha256', 'ruleset_published_at'],
  ...['engine', 'cut_sha256', 'counts_sha256', 'content_sha256'],
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | bigint | number | undefined>>;

/**
 * One version as RFC 4180 text: a row per department and metric, then a TOTAL row per department; UTF-8, LF, the same bytes
 * every time.
 */
export function snapshotCsv(content: SnapshotContent, contentSha256: string): string {
  const rows = content.inputs.flatMap((input) => [
    ...input.metrics.map((metric) => metricRow(content, input, metric)),
    totalRow(content, input),
  ]);
  const lines = rows.map((row) =>
    COLUMNS.map((column) => cell({ ...row, content_sha256: contentSha256 }[column])).join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

/** The description of the file that is exported beside it, so that a reader can see whether the file is complete. */
export function csvManifest(
  content: SnapshotContent,
  csv: string,
  fileSha256: string,
): Readonly<Record<string, string | number>> {
  const points = content.inputs.reduce((sum, input) => sum + (input.indexE4 ?? 0n), 0n);
  return {
    snapshot: snapshotName(content),
    rows: csv.split('\n').length - 2,
    sum_of_index_e4: String(points),
    file_sha256: fileSha256,
  };
}

function metricRow(content: SnapshotContent, input: DepartmentInput, metric: MetricInput): Row {
  return {
    ...common(content, input, metric.metric),
    line: 'METRIC',
    metric: `metrics/${metric.metric}`,
    metric_definition_sha256: metric.definitionSha256,
    reported_by: metric.reportedBy,
    data_origin: metric.origin,
    hits: metric.hits,
    cases: metric.cases,
    lived_hits: metric.livedHits,
    lived_cases: metric.livedCases,
    rate_ppm: metric.ratePpm,
    floor_ppm: metric.floorPpm,
    target_ppm: metric.targetPpm,
    world_class_ppm: metric.worldClassPpm,
    score_e4: metric.scoreE4,
    effective_weight_bp: metric.effectiveWeightBp,
    points_e4: metric.scoreE4 === undefined ? undefined : metric.pointsE4,
  };
}

function totalRow(content: SnapshotContent, input: DepartmentInput): Row {
  return {
    ...common(content, input, 'TOTAL'),
    line: 'TOTAL',
    data_origin: input.origin,
    index_e4: input.indexE4,
    index_lower_e4: input.lowerE4,
    index_upper_e4: input.upperE4,
    coverage_bp: input.coverageBp,
    self_reported_bp: input.selfReportedBp,
    observations_l0: input.observationsL0,
    observations_l1: input.observationsL1,
    observations_l2: input.observationsL2,
    change_since_last_version_e4: input.changeSinceLastVersionE4,
  };
}

function common(content: SnapshotContent, input: DepartmentInput, line: string): Row {
  return {
    record_id: `${snapshotName(content)}/${input.department}/${line}`,
    snapshot: snapshotName(content),
    version: content.version,
    supersedes: content.supersedes,
    state: content.state,
    payable: String(content.payable),
    not_payable_reasons: input.notPayableReasons.join(' '),
    period: content.period,
    first_day: content.firstDay,
    last_day: content.lastDay,
    zone: content.zone,
    earning_start: isoInstant(content.earningStart),
    earning_end: isoInstant(content.earningEnd),
    department: input.department,
    reason: content.reason,
    ruleset: content.ruleset,
    ruleset_sha256: content.rulesetSha256,
    ruleset_published_at: isoInstant(content.rulesetPublishedAt),
    engine: content.engine,
    cut_sha256: content.cutSha256,
    counts_sha256: content.countsSha256,
  };
}

/** Text that a spreadsheet would run as a formula is disarmed; whole numbers are left alone, negative ones too. */
function cell(value: string | bigint | number | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? textCell(value) : String(value);
}
