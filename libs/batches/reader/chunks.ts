import type { RawBatch } from '../format/raw-batch.js';
import type { Arrival } from './arrival.js';
import { FIRST_EPOCH } from './lineage.js';

/**
 * Splits arrivals so that a batch that begins an epoch is the first of its chunk: earlier arrivals belong to the old lineage.
 */
export function* chunksOf(arrivals: readonly Arrival[]): Iterable<readonly Arrival[]> {
  let chunk: Arrival[] = [];
  for (const arrival of arrivals) {
    if (beginsEpoch(arrival.raw) && chunk.length > 0) {
      yield chunk;
      chunk = [];
    }
    chunk.push(arrival);
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * Whether a batch begins a later epoch. It may end earlier epochs, whose orphaned batches are then taken back first.
 */
export function beginsEpoch({ epoch, number }: Pick<RawBatch, 'epoch' | 'number'>): boolean {
  return epoch > FIRST_EPOCH && number === 1n;
}
