import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import type { PeriodBatch } from '../../counts/cut.js';
import type { ShardCut } from '../../counts/read.js';
import { unframed } from '../bundle/bundle-files.js';
import { type BundleFolder, fileOf, mustHaveOnly } from './bundle-folder.js';
import { BundleDiffers, mustEqual } from './difference.js';

/** The archive of a bundle through the cut. */
export interface CheckedBatches {
  readonly batches: bigint;
  /** Those with cells in the days asked for. */
  readonly touching: readonly PeriodBatch[];
}

/**
 * Follows the chain of every shard from its first batch to the cut: no batch is missing, added or changed.
 *
 * @throws {BundleDiffers}
 */
export function checkBatches(
  folder: BundleFolder,
  cut: readonly ShardCut[],
  touches: (batch: OpenedBatch) => boolean,
): CheckedBatches {
  const touching: PeriodBatch[] = [];
  let batches = 0n;
  const known = new Set<string>();
  for (const shard of cut) {
    for (const { path, epoch, batch } of chainOf(folder, shard, known)) {
      batches += 1n;
      if (!touches(batch)) continue;
      const { source, shardId } = shard;
      touching.push({ source, shardId, epoch, number: batch.number, sealedAt: batch.sealedAt, batch });
      known.add(path);
    }
  }
  mustHaveOnly(folder, 'batches/', known);
  return { batches, touching };
}

interface ChainedBatch {
  readonly path: string;
  readonly epoch: number;
  readonly batch: OpenedBatch;
}

/** The batches of a shard in order, each checked against the one before, the last one against the cut. */
function* chainOf(folder: BundleFolder, shard: ShardCut, known: Set<string>): Iterable<ChainedBatch> {
  let before: OpenedBatch | undefined;
  let path = '';
  for (const epoch of epochsOf(folder, shard)) {
    path = `batches/${shard.source}-${shard.shard}-${epoch}.bin`;
    known.add(path);
    for (const [place, bytes] of batchesIn(path, fileOf(folder, path)).entries()) {
      const batch = opened(path, place, bytes);
      checkLink(path, shard, { epoch, place, batch, before });
      yield { path, epoch, batch };
      before = batch;
    }
  }
  const at = `${shard.epoch}:${shard.number}`;
  mustEqual(path, 'last batch', at, before && `${before.epoch}:${before.number}`);
  mustEqual(path, `sha256 of batch ${at}`, shard.sha256.toString('hex'), before?.sha256.toString('hex'));
}

function epochsOf(folder: BundleFolder, { source, shard, epoch }: ShardCut): readonly number[] {
  const file = new RegExp(`^batches/${source}-${shard}-(\\d+)\\.bin$`);
  const epochs = folder.paths.flatMap((path) => Number(file.exec(path)?.[1] ?? Number.NaN));
  const found = epochs.filter((one) => one <= epoch).toSorted((a, b) => a - b);
  return found.includes(epoch) ? found : [...found, epoch];
}

function batchesIn(path: string, file: Buffer): readonly Buffer[] {
  try {
    return [...unframed(file)];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new BundleDiffers({ file: path, field: 'lengths', expected: 'whole batches', found });
  }
}

function opened(path: string, place: number, bytes: Buffer): OpenedBatch {
  const batch = openBatch(bytes);
  if (isReadable(batch)) return batch;
  const found = `${batch.reason}: ${batch.detail}`;
  throw new BundleDiffers({ file: path, field: `batch ${place + 1}`, expected: 'a SealedBatch', found });
}

interface Link {
  readonly epoch: number;
  readonly place: number;
  readonly batch: OpenedBatch;
  readonly before: OpenedBatch | undefined;
}

const NO_HASH = '0'.repeat(64);

/** The first batch of a later epoch continues the last one that survived of the epoch before; all others follow their neighbour. */
function checkLink(path: string, { source, shard }: ShardCut, { epoch, place, batch, before }: Link): void {
  const field = (name: string) => `batch ${epoch}:${place + 1}, ${name}`;
  mustEqual(path, field('source'), source, batch.source);
  mustEqual(path, field('shard'), shard, batch.shard);
  mustEqual(path, field('epoch'), epoch, batch.epoch);
  mustEqual(path, field('number'), place + 1, batch.number);
  const expected = before?.sha256.toString('hex') ?? NO_HASH;
  mustEqual(path, field('previous_sha256'), expected, batch.previousSha256.toString('hex'));
}
