import { isInPeriod, type Period } from '#libs/domain/period.js';
import { isBeyond, type PeriodBatch } from '../counts/cut.js';
import type { ShardCut } from '../counts/read.js';
import { type Bounds, lateClassOf } from '../periods/life/late-classes.js';
import { definitionIn, type Ruleset } from '../rulesets/ruleset.js';
import type { ArrivedSince } from './entries.js';

export interface BetweenCuts {
  /** The cut of the version that is corrected. */
  readonly before: readonly ShardCut[];
  /** The cut of the restated version. */
  readonly cut: readonly ShardCut[];
  readonly bounds: Bounds;
  readonly period: Period;
  readonly ruleset: Ruleset;
}

/** What a restated version has beyond the one before it, by department: observations by the class of their arrival, and those taken back. */
export function arrivedSince(
  batches: readonly PeriodBatch[],
  { before, cut, bounds, period, ruleset }: BetweenCuts,
): ReadonlyMap<string, ArrivedSince> {
  const found = new Map<string, { l3: bigint; l4: bigint; retracted: bigint }>();
  for (const batch of batches) {
    if (!isBeyond(batch, before) || isBeyond(batch, cut)) continue;
    const counts = found.get(batch.source) ?? { l3: 0n, l4: 0n, retracted: 0n };
    found.set(batch.source, counts);
    const late = lateClassOf(batch, bounds) === 'L3' ? 'l3' : 'l4';
    for (const { cell, hits, misses, retractedHits, retractedMisses } of batch.batch.cells) {
      if (cell.definition !== definitionIn(ruleset, cell.metric) || !isInPeriod(cell.day, period)) continue;
      counts[late] += BigInt(hits + misses);
      counts.retracted += BigInt(retractedHits + retractedMisses);
    }
  }
  return found;
}
