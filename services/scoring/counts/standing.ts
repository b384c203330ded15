import type { CaseChange } from '#libs/batches/format/case-in-batch.js';
import { type Cell, cellKey } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';

/** What stands of a case in one cell: as many hits and misses as it has parts there. */
export interface CountedVerdict {
  readonly cell: Cell;
  readonly hits: number;
  readonly misses: number;
}

/** What is left of all changes: a retraction takes away what an earlier batch has recorded. */
export function standingOf(changes: readonly CaseChange[], day: Day): readonly CountedVerdict[] {
  const sums = new Map<string, CountedVerdict>();
  for (const { cell, hits, misses } of changes) {
    if (cell.day !== day) continue;
    const before = sums.get(cellKey(cell)) ?? { cell, hits: 0, misses: 0 };
    sums.set(cellKey(cell), { cell, hits: before.hits + hits, misses: before.misses + misses });
  }
  return [...sums.values()].filter(({ hits, misses }) => hits > 0 || misses > 0);
}
