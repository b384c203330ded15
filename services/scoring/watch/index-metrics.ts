import type { Department } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { LiveIndex, LiveIndexes } from '../answers/live-index.js';
import type { Interval } from '../index/arithmetic/interval.js';
import { lostByMetric } from '../index/explain/explain.js';

/** What is exported of an index. */
type IndexGauges = Pick<
  Metrics,
  | 'indexPoints'
  | 'indexLowerPoints'
  | 'indexUpperPoints'
  | 'indexCoverage'
  | 'indexCases'
  | 'indexEventCases'
  | 'indexPointsLost'
  | 'indexFigure'
  | 'indexPeriodStart'
>;

const E4_PER_POINT = 10_000;
const E4_PER_RATIO = 1_000_000;
const LATEST = { period: 'latest' } as const;

/**
 * Sets the gauges of every department to its newest period with a measured index, of the kind that stands for all; meant for a timer, never for a scrape. A
 * department that has none has no series: not measured is absent, never 0.
 */
export async function refreshIndexMetrics(indexes: LiveIndexes, gauges: IndexGauges): Promise<void> {
  for (const department of indexes.departments) {
    const newest = await indexes.newest(department);
    showFigures(department, newest?.context ?? [], gauges);
    if (newest === undefined) forget(department, gauges);
    else show(department, newest, gauges);
  }
}

function show(department: Department, { index, events, name }: LiveIndex, gauges: IndexGauges): void {
  if (index.outcome.kind === 'not_measured') return;
  const { lived } = index.outcome;
  showAccount({ department, account: 'accountable', ...LATEST }, index.outcome, gauges);
  showAccount({ department, account: 'lived', ...LATEST }, lived, gauges);
  gauges.indexCoverage.set({ department }, Number(index.coverageBp) / 10_000);
  gauges.indexCases.set({ department }, mostCases(index.metrics.map(({ counts }) => counts.accountable.cases)));
  const takenOut = events.reduce((sum, event) => sum + event.takenOut.cases, 0n);
  gauges.indexEventCases.set({ department }, Number(takenOut));
  gauges.indexPeriodStart.set({ department }, Date.parse(name.period.firstDay) / 1_000);
  const lost = lostByMetric(index);
  for (const [place, { rule }] of index.metrics.entries()) {
    gauges.indexPointsLost.set({ department, metric: rule.stated.id }, Number(lost[place] ?? 0n) / E4_PER_POINT);
  }
}

/** The figures that each department showed last, so that one that is not measured any more has no series. */
const SHOWN = new WeakMap<IndexGauges, Map<Department, readonly string[]>>();

/** Only what is in percent: days and scores are not of one unit. */
function showFigures(department: Department, context: LiveIndex['context'], gauges: IndexGauges): void {
  const percents = context.filter(({ unit }) => unit === 'percent');
  const shown = SHOWN.get(gauges) ?? new Map<Department, readonly string[]>();
  const gone = (shown.get(department) ?? []).filter((figure) => !percents.some((one) => one.figure === figure));
  for (const figure of gone) gauges.indexFigure.forget({ department, figure });
  for (const { figure, valueE4 } of percents) {
    gauges.indexFigure.set({ department, figure }, Number(valueE4) / E4_PER_RATIO);
  }
  SHOWN.set(
    gauges,
    shown.set(
      department,
      percents.map(({ figure }) => figure),
    ),
  );
}

type AccountLabels = Parameters<IndexGauges['indexPoints']['set']>[0];

function showAccount(labels: AccountLabels, of: { indexE4: bigint; interval: Interval }, gauges: IndexGauges): void {
  gauges.indexPoints.set(labels, Number(of.indexE4) / E4_PER_POINT);
  gauges.indexLowerPoints.set(labels, Number(of.interval.lowerE4) / E4_PER_POINT);
  gauges.indexUpperPoints.set(labels, Number(of.interval.upperE4) / E4_PER_POINT);
}

function forget(department: Department, gauges: IndexGauges): void {
  for (const account of ['accountable', 'lived'] as const) {
    const labels = { department, account, ...LATEST };
    gauges.indexPoints.forget(labels);
    gauges.indexLowerPoints.forget(labels);
    gauges.indexUpperPoints.forget(labels);
  }
  gauges.indexCoverage.forget({ department });
  gauges.indexCases.forget({ department });
  gauges.indexEventCases.forget({ department });
  gauges.indexPeriodStart.forget({ department });
}

/** The metrics of a department ask mostly the same orders, so they are not added up. */
function mostCases(cases: readonly bigint[]): number {
  return Math.max(0, ...cases.map(Number));
}
