import type { CellChanges, OpenedBatch } from '#libs/batches/sealed-batch.js';
import type { Cell } from '#libs/domain/observation.js';

/** What batches add to one count. Whole numbers, 0 or more. */
export interface Delta {
  readonly cell: Cell;
  hits: bigint;
  misses: bigint;
  retractedHits: bigint;
  retractedMisses: bigint;
}

const REF_BYTES = 16;

/** Adds batches up, cell by cell. Order, repetition of cells and grouping into batches decide nothing: it is only addition. */
export function fold(batches: readonly OpenedBatch[]): ReadonlyMap<string, Delta> {
  const deltas = new Map<string, Delta>();
  for (const batch of batches) for (const changes of batch.cells) add(deltas, changes);
  return deltas;
}

/** The text by which cells are found again. */
export function cellKey({ metric, definition, unit, day, class: class_, reason, responsible, origin }: Cell): string {
  return `${day}\t${metric}\t${definition}\t${unit}\t${class_}\t${reason}\t${responsible}\t${origin}`;
}

function add(
  deltas: Map<string, Delta>,
  { cell, tally, hits, misses, retractedHits, retractedMisses }: CellChanges,
): void {
  const key = cellKey(cell);
  let delta = deltas.get(key);
  if (delta === undefined) {
    delta = { cell, hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
    deltas.set(key, delta);
  }
  delta.hits += refs(hits) + (tally?.hits ?? 0n);
  delta.misses += refs(misses) + (tally?.misses ?? 0n);
  delta.retractedHits += refs(retractedHits) + (tally?.retractedHits ?? 0n);
  delta.retractedMisses += refs(retractedMisses) + (tally?.retractedMisses ?? 0n);
}

function refs(bytes: Uint8Array): bigint {
  return BigInt(bytes.length / REF_BYTES);
}
