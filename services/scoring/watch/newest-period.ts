import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { counterMetricOf } from '#libs/catalogue/counter-metrics.js';
import type { Department } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { OTHER } from '#libs/metrics/series.js';
import type { AnsweredIndex } from '../answers/answered-index.js';
import type { LiveIndexes } from '../answers/live-index.js';
import type { PeriodCounts } from '../answers/period-counts.js';
import { isOfSmallGroup } from '../answers/small-groups.js';
import type { Count } from '../index/arithmetic/score-rate.js';
import { explain } from '../index/explain/explain.js';
import type { MetricScore } from '../index/score/department-index.js';
import { gatherCounts, livedCount, missesOf } from '../index/score/metric-counts.js';
import { Exactly, largest, type Series } from './exactly.js';

/** What is exported of the newest period beside the index itself. */
type NewestPeriodGauges = Pick<Metrics, 'metricHits' | 'counterMetricHits' | 'metricMisses' | 'unitPointsLost'>;

/** So that what comes from outside makes few series, however many units and parties a company has. */
const MOST_PARTIES = 10;
const MOST_UNITS = 10;
const E4_PER_POINT = 10_000;

interface Found {
  readonly hits: readonly Series<{ department: Department; metric: string }>[];
  readonly counters: readonly Series<{ department: Department; metric: string; counter: string }>[];
  readonly misses: readonly Series<{ department: Department; metric: string; responsible: string }>[];
  readonly units: readonly Series<{ department: Department; unit: string; metric: string }>[];
}

/** Exports, of the period of each department's latest index, who answers for its misses, which units cost most, and its counter-metrics. */
export class NewestPeriodMetrics {
  readonly #hits;
  readonly #counters;
  readonly #misses;
  readonly #units;
  /** What was found of counts; the same counts are not explained twice. */
  readonly #found = new WeakMap<PeriodCounts, Map<Department, Found>>();

  constructor(
    private readonly indexes: LiveIndexes,
    gauges: NewestPeriodGauges,
  ) {
    this.#hits = new Exactly(gauges.metricHits);
    this.#counters = new Exactly(gauges.counterMetricHits);
    this.#misses = new Exactly(gauges.metricMisses);
    this.#units = new Exactly(gauges.unitPointsLost);
  }

  /** Meant for a timer, never for a scrape. A department without an index has no series. */
  async refresh(): Promise<void> {
    const found: Found[] = [];
    for (const department of this.indexes.departments) {
      const newest = await this.indexes.newest(department);
      if (newest === undefined || isOfSmallGroup(newest)) continue;
      const { period } = newest.name;
      const counts = (await this.indexes.counted([period])).get(period.name);
      if (counts !== undefined) found.push(this.#of(department, newest, counts));
    }
    this.#hits.show(found.flatMap(({ hits }) => hits));
    this.#counters.show(found.flatMap(({ counters }) => counters));
    this.#misses.show(found.flatMap(({ misses }) => misses));
    this.#units.show(found.flatMap(({ units }) => units));
  }

  #of(department: Department, answered: AnsweredIndex, counts: PeriodCounts): Found {
    const made = this.#found.get(counts) ?? new Map<Department, Found>();
    this.#found.set(counts, made);
    const { metrics } = answered.index;
    const found = made.get(department) ?? {
      hits: metrics.flatMap((metric) =>
        ratio({ department, metric: metric.rule.stated.id }, metric.counts.accountable),
      ),
      counters: metrics.flatMap((metric) => counterOf(department, metric, counts)),
      misses: metrics.flatMap((metric) => missesByParty(department, metric)),
      units: lostByUnit(department, answered),
    };
    made.set(department, found);
    return found;
  }
}

function counterOf(department: Department, { rule }: MetricScore, counts: PeriodCounts): Found['counters'] {
  const counter = counterMetricOf(rule.stated);
  const [definition] = CATALOGUE.named(counter);
  if (definition === undefined) return [];
  const lived = livedCount(gatherCounts(counts.cellsOf(definition.recordedAs)));
  return ratio({ department, metric: rule.stated.id, counter }, lived);
}

/** The department answers for what is accountable. */
function missesByParty(department: Department, { rule, counts }: MetricScore): Found['misses'] {
  const sums = new Map<string, number>([[department, Number(missesOf(counts.accountable))]]);
  for (const { responsible, ...count } of counts.notAccountable)
    sums.set(responsible, (sums.get(responsible) ?? 0) + Number(missesOf(count)));
  const { kept, rest } = largest(sums, MOST_PARTIES);
  const named = (responsible: string, value: number) => ({
    labels: { department, metric: rule.stated.id, responsible },
    value,
  });
  return [...kept.map(([party, value]) => named(party, value)), ...(rest > 0 ? [named(OTHER, rest)] : [])];
}

function lostByUnit(department: Department, answered: AnsweredIndex): Found['units'] {
  const tree = explain({ department, period: answered.name.period, ...answered });
  const leaves = tree.children.flatMap((metric) =>
    metric.children.map((unit) => ({
      unit: unit.label,
      metric: metric.label,
      value: Number(unit.lostE4) / E4_PER_POINT,
    })),
  );
  const sums = new Map<string, number>();
  for (const { unit, value } of leaves) sums.set(unit, (sums.get(unit) ?? 0) + value);
  const shown = new Set(largest(sums, MOST_UNITS).kept.map(([unit]) => unit));
  return leaves
    .filter(({ unit }) => shown.has(unit))
    .map(({ unit, metric, value }) => ({ labels: { department, unit, metric }, value }));
}

/** Nothing for no cases: not measured is absent, never 0. */
function ratio<L>(labels: L, { hits, cases }: Count): Series<L>[] {
  return cases <= 0n ? [] : [{ labels, value: Number(hits) / Number(cases) }];
}
