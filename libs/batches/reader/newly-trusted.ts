import type { OpenedBatch } from '../format/sealed-batch.js';
import type { Head } from './progress.js';

/** The batches of the newest epoch that have no gap before them since a chunk was applied, and had one before it. */
export interface NewlyTrusted {
  /** Their first number; the last is that of the head. Some before them may be named again. */
  readonly from: bigint;
  /** All of them, the newest first, if all were in the chunk; undefined: some came earlier and are in the archive. */
  readonly newestFirst: readonly OpenedBatch[] | undefined;
}

/**
 * Finds the batches whose reports about their source, feed progress and what waits, a reader may use from now on. A batch of the epoch
 * before may be the last one that the newest epoch waited for, so then all of the newest epoch are named.
 *
 * @param batches  of a chunk that was just applied
 * @param head     the newest batch of the newest epoch without a gap before it
 * @returns        undefined when there are none
 */
export function newlyTrusted(
  batches: readonly OpenedBatch[],
  { epoch, appliedThrough }: Head,
): NewlyTrusted | undefined {
  const trusted = batches.filter((batch) => batch.epoch === epoch && batch.number <= appliedThrough);
  const isOfOneEpoch = batches.every((batch) => batch.epoch === epoch);
  if (appliedThrough === 0n || (isOfOneEpoch && trusted.length === 0)) return undefined;
  const newestFirst = trusted.toSorted((a, b) => Number(b.number - a.number));
  const from = isOfOneEpoch ? (newestFirst.at(-1)?.number ?? 1n) : 1n;
  const isAllHere = appliedThrough - from + 1n === BigInt(trusted.length);
  return { from, newestFirst: isAllHere ? newestFirst : undefined };
}
