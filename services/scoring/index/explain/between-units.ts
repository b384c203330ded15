import { compared, fraction } from '#libs/domain/fraction.js';
import { divideHalfUp, squareRootFloor } from '#libs/domain/integer.js';
import type { CountedCell } from '#libs/domain/observation.js';
import type { Anchors, Count } from '../arithmetic/score-rate.js';
import type { MetricScore } from '../score/department-index.js';
import { groupByUnit } from '../score/group-units.js';
import { addCounts, gatherCounts, missesOf, NO_COUNT } from '../score/metric-counts.js';
import type { Figure } from './context.js';
import { splitDepth } from './explain.js';

/** Percent, in ten-thousandths. */
const PERCENT_E4 = 1_000_000n;
/** With so many parts of a case the variance is computed. No pay follows from it. */
const SCALE = 1_000_000_000_000n;

/**
 * How alike the units of a department are, by each metric of its index: the rate of the worst tenth, and the spread of the true rates. Units
 * with fewer cases than the ruleset asks of a unit are left out; without two others there is no figure.
 *
 * @param cellsOf       the cells of a metric, of the whole period
 * @param minimumCases  of a unit
 */
export function unitFigures(
  cellsOf: (metric: string) => readonly CountedCell[],
  metrics: readonly MetricScore[],
  minimumCases: bigint,
): readonly Figure[] {
  return metrics.flatMap(({ rule }) => {
    const units = [...groupByUnit(cellsOf(rule.metric), splitDepth(undefined)).values()]
      .map((cells) => gatherCounts(cells).accountable)
      .filter(({ cases }) => cases > 0n && cases >= minimumCases);
    if (units.length < 2) return [];
    const { id } = rule.stated;
    return [
      { figure: `worst_tenth_${id}`, unit: 'percent', valueE4: worstTenthE4(units, rule.anchors) },
      { figure: `spread_of_units_${id}`, unit: 'percent', valueE4: spreadE4(units) },
    ];
  });
}

/** The rate of the worst units that together have a tenth of the cases or just more, E4 percent. */
export function worstTenthE4(
  units: readonly Count[],
  { floorPpm, targetPpm }: Pick<Anchors, 'floorPpm' | 'targetPpm'>,
): bigint {
  const sign = targetPpm > floorPpm ? 1 : -1;
  // Of units with one rate the larger comes first: which of them is the last of the tenth decides the figure.
  const worstFirst = units.toSorted(
    (a, b) => sign * compared(fraction(a.hits, a.cases), fraction(b.hits, b.cases)) || (a.cases > b.cases ? -1 : 1),
  );
  const all = total(units);
  let worst: Count = { hits: 0n, cases: 0n };
  for (const unit of worstFirst) {
    if (worst.cases * 10n >= all.cases) break;
    worst = total([worst, unit]);
  }
  return divideHalfUp(PERCENT_E4 * worst.hits, worst.cases);
}

/**
 * The standard deviation between the true rates of units, E4 percent: how much their rates differ beyond what chance makes of equal ones. 0 when
 * chance explains all of it.
 *
 * @see DerSimonian and Laird, Meta-analysis in clinical trials (1986): the estimator of the variance between studies
 */
export function spreadE4(units: readonly Count[]): bigint {
  const all = total(units);
  // Q = sum of n (p - mean)^2 = sum of hits^2 / n - hits^2 / n of all; chance alone makes (units - 1) p (1 - p).
  const squares = units.reduce((sum, { hits, cases }) => sum + (SCALE * hits * hits) / cases, 0n);
  const differences = squares - (SCALE * all.hits * all.hits) / all.cases;
  const chance = (SCALE * BigInt(units.length - 1) * all.hits * missesOf(all)) / (all.cases * all.cases);
  const weight = all.cases * all.cases - units.reduce((sum, { cases }) => sum + cases * cases, 0n);
  const beyond = differences - chance;
  return beyond <= 0n ? 0n : squareRootFloor((beyond * all.cases * PERCENT_E4 * PERCENT_E4) / (weight * SCALE));
}

function total(counts: readonly Count[]): Count {
  return counts.reduce(addCounts, NO_COUNT);
}
