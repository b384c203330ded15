import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { REF_BYTES } from './cells.js';

/** What one batch adds to one case in one cell: whole numbers, below 0 where more is retracted than recorded. */
export interface CaseChange {
  readonly cell: Cell;
  readonly hits: number;
  readonly misses: number;
}

/**
 * What an archived batch says of one case under one metric, cell by cell. The batch was decoded before it was archived, so one that cannot
 * be read is a bug.
 *
 * @param metric  the name that it is recorded by
 */
export function caseInBatch(bytes: Uint8Array, ref: Buffer, metric: string): CaseChange[] {
  const { content } = SealedBatch.decode(bytes);
  if (content?.$case !== 'observations') return [];
  return content.value.cells.flatMap(({ key, hits, misses, retractedHits, retractedMisses }) => {
    if (key === undefined || key.metric !== metric) return [];
    const change = {
      hits: timesIn(hits, ref) - timesIn(retractedHits, ref),
      misses: timesIn(misses, ref) - timesIn(retractedMisses, ref),
    };
    if (change.hits === 0 && change.misses === 0) return [];
    return [{ cell: { ...key, class: CLASSES.wordOf(key.class), origin: ORIGINS.wordOf(key.origin) }, ...change }];
  });
}

/** How often a column of refs names the case: once for each of its parts. */
function timesIn(column: Buffer, ref: Buffer): number {
  let times = 0;
  for (let at = 0; at < column.length; at += REF_BYTES) {
    if (ref.equals(column.subarray(at, at + REF_BYTES))) times += 1;
  }
  return times;
}
