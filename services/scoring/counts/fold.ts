import type { CellChanges, OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { Cell } from '#libs/domain/observation.js';

/** What batches add to one count. Whole numbers, 0 or more. */
export interface Delta {
  readonly cell: Cell;
  hits: bigint;
  misses: bigint;
  retractedHits: bigint;
  retractedMisses: bigint;
}

const COLUMNS = ['hits', 'misses', 'retractedHits', 'retractedMisses'] as const;

/** Adds batches up, cell by cell. The order of batches and the grouping of cells into batches do not change the sums. */
export function fold(batches: readonly OpenedBatch[]): ReadonlyMap<string, Delta> {
  const deltas = new Map<string, Delta>();
  for (const batch of batches) for (const changes of batch.cells) add(deltas, changes);
  return deltas;
}

function add(deltas: Map<string, Delta>, { cell, key, ...quantities }: CellChanges): void {
  let delta = deltas.get(key);
  if (delta === undefined) {
    delta = { cell, hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
    deltas.set(key, delta);
  }
  for (const column of COLUMNS) delta[column] += BigInt(quantities[column]);
}
