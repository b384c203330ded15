import { isInPeriod, type Period } from '#libs/domain/period.js';
import type { PeriodBatch } from '../counts/cut.js';
import { definitionIn, type Ruleset } from '../rulesets/ruleset.js';

/** How many observations of a period a batch recorded, of the definitions that its ruleset counts. */
export function observationsIn({ batch }: PeriodBatch, period: Period, ruleset: Ruleset | undefined): bigint {
  let observations = 0n;
  for (const { cell, hits, misses } of batch.cells) {
    const isCounted = cell.definition === definitionIn(ruleset, cell.metric) && isInPeriod(cell.day, period);
    if (isCounted) observations += BigInt(hits + misses);
  }
  return observations;
}
