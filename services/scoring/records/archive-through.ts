import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import type { CountedCell } from '#libs/domain/observation.js';
import { isInPeriod, type Period } from '#libs/domain/period.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { fold } from '../counts/fold.js';
import type { ShardCut } from '../counts/read.js';

const sql = sqlFolder(import.meta.url, './sql/');

type Reads = Pick<Database, 'query'>;

/** The batches of a shard that a cut contains: of each epoch those through a number. Epochs in order. */
export interface ShardThrough {
  readonly shardId: number;
  readonly epochs: readonly { readonly epoch: number; readonly through: bigint }[];
}

/**
 * Follows a shard back from its cut: the first batch of an epoch names the batch of an earlier one that it continues. Batches that were
 * orphaned after the cut was made still belong to it, because the source was restored later.
 */
export async function throughCut(
  tx: Reads,
  { shardId, epoch, number }: Pick<ShardCut, 'shardId' | 'epoch' | 'number'>,
): Promise<ShardThrough> {
  const epochs = [{ epoch, through: number }];
  for (let at = epoch; at > 0; ) {
    const [row] = await tx.query<{ bytes: Buffer }>(sql('first-of-epoch'), [shardId, at]);
    if (row === undefined) throw new Error(`batch 1 of epoch ${at} of shard ${shardId} is not archived`);
    const { continuesEpoch, continuesNumber } = opened(row.bytes);
    if (continuesEpoch > 0) epochs.unshift({ epoch: continuesEpoch, through: continuesNumber });
    at = continuesEpoch;
  }
  return { shardId, epochs };
}

const PAGE = 200;

/** The batches themselves, page by page. */
export async function* batchesThrough(
  tx: Reads,
  { shardId, epochs }: ShardThrough,
): AsyncIterable<{ readonly epoch: number; readonly bytes: Buffer }> {
  for (const { epoch, through } of epochs) {
    let after = 0n;
    while (after < through) {
      const values = [shardId, epoch, through, after, PAGE];
      const rows = await tx.query<{ number: bigint; bytes: Buffer }>(sql('batches-through'), values);
      for (const { bytes } of rows) yield { epoch, bytes };
      after = rows.at(-1)?.number ?? through;
    }
  }
}

/** The counts of a period from these batches alone. */
export async function countsThrough(
  tx: Reads,
  shards: readonly ShardThrough[],
  period: Pick<Period, 'firstDay' | 'lastDay'>,
): Promise<readonly CountedCell[]> {
  const batches: OpenedBatch[] = [];
  for (const { shardId, epochs } of shards) {
    const days = [shardId, period.firstDay, period.lastDay];
    const rows = await tx.query<{ epoch: number; number: bigint; bytes: Buffer }>(sql('touching-days'), days);
    const isInside = (row: { readonly epoch: number; readonly number: bigint }) =>
      epochs.some(({ epoch, through }) => row.epoch === epoch && row.number <= through);
    batches.push(...rows.filter(isInside).map(({ bytes }) => opened(bytes)));
  }
  return foldOf(batches, period);
}

/** What batches add up to in the days of a period. Cells that come to nothing are left out. */
export function foldOf(
  batches: readonly OpenedBatch[],
  period: Pick<Period, 'firstDay' | 'lastDay'>,
): readonly CountedCell[] {
  return [...fold(batches).values()].flatMap((delta) => {
    if (!isInPeriod(delta.cell.day, period)) return [];
    const hits = delta.hits - delta.retractedHits;
    const misses = delta.misses - delta.retractedMisses;
    return hits === 0n && misses === 0n ? [] : [{ ...delta.cell, hits, misses }];
  });
}

function opened(bytes: Buffer): OpenedBatch {
  const batch = openBatch(bytes);
  if (isReadable(batch)) return batch;
  throw new Error(`an archived batch cannot be read: ${batch.detail}`);
}
