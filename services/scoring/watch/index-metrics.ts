import type { Department } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { LiveIndex, LiveIndexes } from '../answers/live-index.js';
import { isOfSmallGroup, mostCases } from '../answers/small-groups.js';
import { lostByMetric } from '../index/explain/explain.js';
import { Exactly, type Series } from './exactly.js';

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
  | 'indexAmount'
  | 'indexPeriodStart'
>;
type LabelsOf<K extends keyof IndexGauges> = Parameters<IndexGauges[K]['set']>[0];
/** The series of one index, or of all. */
type Found = { readonly [K in keyof IndexGauges]: readonly Series<LabelsOf<K>>[] };

const E4_PER_POINT = 10_000;
const E4_PER_RATIO = 1_000_000;
const E4_PER_AMOUNT = 10_000;

/**
 * Exports of every department its newest period with a measured index, of the kind that stands for all. A department that has none has no
 * series: not measured is absent, never 0. A small group has none either, for nothing here knows who reads the series.
 */
export class IndexMetrics {
  readonly #shown: { readonly [K in keyof IndexGauges]: Exactly<LabelsOf<K>> };

  constructor(
    private readonly indexes: LiveIndexes,
    gauges: IndexGauges,
  ) {
    this.#shown = {
      indexPoints: new Exactly(gauges.indexPoints),
      indexLowerPoints: new Exactly(gauges.indexLowerPoints),
      indexUpperPoints: new Exactly(gauges.indexUpperPoints),
      indexCoverage: new Exactly(gauges.indexCoverage),
      indexCases: new Exactly(gauges.indexCases),
      indexEventCases: new Exactly(gauges.indexEventCases),
      indexPointsLost: new Exactly(gauges.indexPointsLost),
      indexFigure: new Exactly(gauges.indexFigure),
      indexAmount: new Exactly(gauges.indexAmount),
      indexPeriodStart: new Exactly(gauges.indexPeriodStart),
    };
  }

  /** Meant for a timer, never for a scrape. */
  async refresh(): Promise<void> {
    const found: Found[] = [];
    for (const department of this.indexes.departments) {
      const newest = await this.indexes.newest(department);
      if (newest !== undefined && !isOfSmallGroup(newest)) found.push(seriesOf(department, newest));
    }
    for (const key of Object.keys(this.#shown) as (keyof IndexGauges)[]) this.#show(key, found);
  }

  #show<K extends keyof IndexGauges>(key: K, found: readonly Found[]): void {
    const shown: Exactly<LabelsOf<K>> = this.#shown[key];
    shown.show(found.flatMap((one): readonly Series<LabelsOf<K>>[] => one[key]));
  }
}

function seriesOf(department: Department, { index, events, name, context }: LiveIndex): Found {
  const { outcome } = index;
  if (outcome.kind === 'not_measured') throw new Error('the newest index is a measured one');
  const accounts = [
    { labels: { department, account: 'accountable', period: 'latest' }, of: outcome },
    { labels: { department, account: 'lived', period: 'latest' }, of: outcome.lived },
  ] as const;
  const points = (of: (account: (typeof accounts)[number]['of']) => bigint) =>
    accounts.map((account) => ({ labels: account.labels, value: Number(of(account.of)) / E4_PER_POINT }));
  const one = (value: number) => [{ labels: { department }, value }];
  const lost = lostByMetric(index);
  return {
    indexPoints: points(({ indexE4 }) => indexE4),
    indexLowerPoints: points(({ interval }) => interval.lowerE4),
    indexUpperPoints: points(({ interval }) => interval.upperE4),
    indexCoverage: one(Number(index.coverageBp) / 10_000),
    indexCases: one(Number(mostCases(index))),
    indexEventCases: one(Number(events.reduce((sum, { takenOut }) => sum + takenOut.cases, 0n))),
    indexPointsLost: index.metrics.map(({ rule }, place) => ({
      labels: { department, metric: rule.stated.id },
      value: Number(lost[place] ?? 0n) / E4_PER_POINT,
    })),
    indexFigure: context
      .filter(({ unit }) => unit === 'percent')
      .map(({ figure, valueE4 }) => ({ labels: { department, figure }, value: Number(valueE4) / E4_PER_RATIO })),
    // Cases are misses charged to others, which cx_metric_misses has.
    indexAmount: context
      .filter(({ unit }) => unit !== 'percent' && unit !== 'cases')
      .map(({ figure, unit, valueE4 }) => ({
        labels: { department, figure, unit },
        value: Number(valueE4) / E4_PER_AMOUNT,
      })),
    indexPeriodStart: one(Date.parse(name.period.firstDay) / 1_000),
  };
}
