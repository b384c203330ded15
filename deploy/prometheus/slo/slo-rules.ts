import { SLOS, type Slo, WINDOW } from './slos.js';

/** Two windows that must both burn: the long one says that it matters, the short one that it still goes on. */
interface Burn {
  readonly long: string;
  readonly short: string;
  /** How many times faster than the budget allows: share of the budget times 30 days by the long window. */
  readonly factor: number;
}

interface Severity {
  readonly severity: 'page' | 'ticket';
  readonly for: string;
  readonly burns: readonly [Burn, Burn];
}

/**
 * Of a budget for 30 days: 2 % in an hour or 5 % in six need action now, 10 % in a day or in three need it today.
 *
 * @see https://sre.google/workbook/alerting-on-slos/ for the windows and factors
 */
export const SEVERITIES: readonly Severity[] = [
  {
    severity: 'page',
    for: '2m',
    burns: [
      { long: '1h', short: '5m', factor: 14.4 },
      { long: '6h', short: '30m', factor: 6 },
    ],
  },
  {
    severity: 'ticket',
    for: '15m',
    burns: [
      { long: '1d', short: '2h', factor: 3 },
      { long: '3d', short: '6h', factor: 1 },
    ],
  },
];

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
const PPM = 1_000_000;
/** Where Grafana of the reader is, each installation knows: the path of the board alone is said. */
const boardPath = (board: string) => `/d/${board}`;

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly runbook: string; readonly board: string };
}

export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** One group an SLO: the shares of failures over each window, what is left of the budget, then the alerts that read them. */
export function sloGroups(slos: readonly Slo[] = SLOS): readonly RuleGroup[] {
  return slos.map((slo) => ({
    name: `slo-${slo.id}`,
    interval: '30s',
    rules: [
      ...goodMinutes(slo),
      ...WINDOWS.map((window) => ({
        record: shareName(window),
        expr: shareOver(slo, window),
        labels: { slo: slo.id },
      })),
      // Prometheus would read 30 days of raw samples each time, so the shares that were recorded are averaged instead.
      {
        record: BUDGET_LEFT,
        expr: `1 - sum_over_time(${share('5m', slo)}[30d]) / count_over_time(${share('5m', slo)}[30d]) / ${budget(slo)}`,
        labels: { slo: slo.id },
      },
      ...SEVERITIES.map((severity) => alertOf(slo, severity)),
    ],
  }));
}

/** Share of the budget that the last 30 days have left, 1 and less; below 0 the promise is broken. */
export const BUDGET_LEFT = 'slo:budget_left:ratio';

/** Share of failures over a window, 0 to 1. */
export function shareName(window: string): string {
  return `slo:failures:ratio_rate${window}`;
}

function share(window: string, { id }: Slo): string {
  return `${shareName(window)}{slo="${id}"}`;
}

function budget({ budgetPpm }: Slo): number {
  return budgetPpm / PPM;
}

const GOOD_MINUTE = 'slo:good:bool';

function goodMinutes({ id, measured }: Slo): RecordingRule[] {
  return measured.by === 'minutes' ? [{ record: GOOD_MINUTE, expr: measured.good, labels: { slo: id } }] : [];
}

/** Nothing that went wrong is 0, not nothing at all: the first failure must not be the first sample. */
function shareOver({ id, measured }: Slo, window: string): string {
  if (measured.by === 'minutes') return `1 - avg_over_time(${GOOD_MINUTE}{slo="${id}"}[${window}])`;
  const [bad, all] = [measured.bad, measured.all].map((expr) => expr.replaceAll(WINDOW, window));
  return `(${bad} or 0 * ${all}) / (${all} > 0)`;
}

function alertOf(slo: Slo, { severity, for: forTime, burns }: Severity): AlertingRule {
  return {
    alert: slo.alert,
    expr: burns.map((burn) => `(${burning(slo, burn)})`).join('\nor\n'),
    for: forTime,
    labels: { severity, slo: slo.id },
    annotations: {
      summary: slo.summary.replace('$share', '{{ $value | humanizePercentage }}'),
      runbook: `docs/runbook.md#${slo.alert.toLowerCase()}`,
      board: boardPath(slo.board),
    },
  };
}

function burning(slo: Slo, { long, short, factor }: Burn): string {
  const over = (window: string) => `${share(window, slo)} > ${factor} * ${budget(slo)}`;
  const both = `${over(long)} and ${over(short)}`;
  return slo.measured.by === 'minutes' ? both : `${both}${enough(slo.measured.all, slo.measured.atLeast)}`;
}

/** Asked over an hour also of longer windows, so that a quiet night after a bad day says nothing. */
function enough(all: string, atLeast: number): string {
  return `\nand on () (3600 * ${all.replaceAll(WINDOW, '1h')} > ${atLeast})`;
}
