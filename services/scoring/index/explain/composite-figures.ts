import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { type Composite, figuresOf } from '#libs/catalogue/composites/composite.js';
import { COMPOSITES } from '#libs/catalogue/composites/composites.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { CountedCell, Department } from '#libs/domain/observation.js';
import { gatherCounts, livedCount } from '../score/metric-counts.js';
import type { Figure } from './context.js';

const PERCENT_E4 = 1_000_000n;

/**
 * The composites that stand beside the index of a department, in percent. One that lacks the cases of a metric is left out, never 0.
 *
 * @param cellsOf  the cells of a metric of any source by the name that it is recorded by, of the whole period
 */
export function compositeFigures(
  cellsOf: (metric: string) => readonly CountedCell[],
  department: Department,
): readonly Figure[] {
  const countOf = (id: string) => livedCount(gatherCounts(cellsOf(CATALOGUE.named(id)[0]?.recordedAs ?? id)));
  return COMPOSITES.filter((one) => standsBeside(one, department)).flatMap((composite) =>
    figuresOf(composite, countOf).map(({ figure, numerator, denominator }) => ({
      ...{ figure, unit: 'percent', valueE4: divideHalfUp(PERCENT_E4 * numerator, denominator) },
    })),
  );
}

function standsBeside({ of, metrics }: Composite, department: Department): boolean {
  if (of !== 'company') return of === department;
  return metrics.some((metric) => CATALOGUE.named(metric)[0]?.source === department);
}
