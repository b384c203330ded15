import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { figureOf, readingOf } from '#libs/catalogue/readings.js';
import { groupBy } from '#libs/domain/group-by.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { CountedCell, Department } from '#libs/domain/observation.js';
import type { Unit } from '#libs/domain/unit.js';
import type { Count } from '../arithmetic/score-rate.js';
import type { MetricScore } from '../score/department-index.js';
import { gatherCounts, livedCount } from '../score/metric-counts.js';
import type { Figure } from './context.js';

const E4 = 10_000n;
const PERCENT_E4 = 1_000_000n;

/** An index is read often, so the catalogue is grouped once. */
const METRICS_OF = groupBy(CATALOGUE.all, ({ source }) => source);

/** The cells of a metric by the name that it is recorded by, of the whole period. */
type CellsOf = (metric: string) => readonly CountedCell[];

/**
 * What was counted of a department and has no weight in its index: training coverage, transfers, the cost of vouchers by cause. Of what
 * customers lived, all classes together. What has no cases is left out, never 0.
 *
 * @param metrics  those of the index; what has a weight stands there
 */
export function unweightedFigures(
  cellsOf: CellsOf,
  department: Department,
  metrics: readonly MetricScore[],
): readonly Figure[] {
  const weighted = new Set(metrics.map(({ rule }) => rule.metric));
  const own = new Map(
    (METRICS_OF.get(department) ?? [])
      .filter(({ recordedAs }) => !weighted.has(recordedAs))
      .map((metric) => [metric.id, metric]),
  );
  return [...own.values()].flatMap((metric) => figuresOf(metric, cellsOf));
}

function figuresOf({ id, recordedAs }: MetricDefinition, cellsOf: CellsOf): readonly Figure[] {
  const reading = readingOf(id);
  const cells = reading.kind === 'NAMED' ? [] : cellsOf(recordedAs);
  if (cells.length === 0) return [];
  const [figure, all] = [figureOf(id), lived(cells)];
  const units = () =>
    [...groupBy(cells, ({ unit }) => unit)].map(
      ([unit, ofUnit]) => [`${figure}_${lastOf(unit)}`, lived(ofUnit)] as const,
    );
  switch (reading.kind) {
    case 'NAMED':
      return [];
    case 'SHARE':
      return ratio(figure, 'percent', PERCENT_E4 * all.hits, all.cases);
    case 'MEAN': {
      const other = lived(cellsOf(CATALOGUE.named(reading.of)[0]?.recordedAs ?? reading.of));
      return ratio(figure, reading.unit, E4 * all.hits, reading.per === 'HIT' ? other.hits : other.cases);
    }
    case 'SUM_BY_UNIT':
      return [[figure, all] as const, ...units()].map(([name, { hits }]) => ({
        ...{ figure: name, unit: reading.unit, valueE4: E4 * hits },
      }));
    case 'MEAN_BY_UNIT':
      return units().flatMap(([name, { hits, cases }]) => ratio(name, reading.unit, E4 * reading.most * hits, cases));
  }
}

function lived(cells: readonly CountedCell[]): Count {
  return livedCount(gatherCounts(cells));
}

function ratio(figure: string, unit: string, total: bigint, cases: bigint): Figure[] {
  return cases <= 0n ? [] : [{ figure, unit, valueE4: divideHalfUp(total, cases) }];
}

/** "cause/late" is "late". */
function lastOf(unit: Unit): string {
  return unit.slice(unit.lastIndexOf('/') + 1).replaceAll('-', '_');
}
