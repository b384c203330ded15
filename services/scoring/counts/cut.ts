import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import { cellKey, type Source } from '#libs/domain/observation.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { fold } from './fold.js';
import { type CountRow, type CountsView, cutSha256, readView, type ShardCut } from './read.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** An archived batch that touches a period. */
export interface PeriodBatch {
  readonly source: Source;
  readonly shardId: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly sealedAt: Instant;
  readonly batch: OpenedBatch;
}

/** What a period comes to at a cut, and the batches it is made of. */
export interface CountsAtCut {
  /** As live counts would be seen, with the cut's own hash and shards. */
  readonly view: CountsView;
  readonly cut: readonly ShardCut[];
  /** All that touch the period, those beyond the cut too. */
  readonly batches: readonly PeriodBatch[];
}

interface CutRow extends Omit<ShardCut, 'shardId'> {
  readonly shard_id: number;
}

/** Where a provisional snapshot cuts now: per shard the newest drained batch without a hole before it. */
export async function newestDrainedCut(tx: Transaction): Promise<ShardCut[]> {
  const rows = await tx.query<CutRow>(sql('newest-drained-cut'));
  return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
}

/**
 * The counts of a period at a cut: what stands now less the fold of the batches after the cut. The transaction must be a
 * repeatable read, so that both are of one moment.
 */
export async function countsAtCut(
  tx: Transaction,
  cut: readonly ShardCut[],
  firstDay: Day,
  lastDay: Day,
): Promise<CountsAtCut> {
  const live = await readView(tx, { source: undefined, firstDay, lastDay });
  const batches = await batchesOfDays(tx, firstDay, lastDay);
  const after = batches.filter((one) => isBeyond(one, cut)).map(({ batch }) => batch);
  const rows = lessThan(live.rows, after);
  return { view: { ...live, rows, data: { ...live.data, shards: cut, cutSha256: cutSha256(cut) } }, cut, batches };
}

/** Whether a batch lies beyond a cut; a shard the cut does not name has nothing in it. */
export function isBeyond(
  { shardId, epoch, number }: Pick<PeriodBatch, 'shardId' | 'epoch' | 'number'>,
  cut: readonly ShardCut[],
): boolean {
  const at = cut.find((shard) => shard.shardId === shardId);
  return at === undefined || epoch > at.epoch || (epoch === at.epoch && number > at.number);
}

interface BatchRow {
  readonly source: Source;
  readonly shard_id: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly sealed_at: Date;
  readonly bytes: Buffer;
}

async function batchesOfDays(tx: Transaction, firstDay: Day, lastDay: Day): Promise<PeriodBatch[]> {
  const rows = await tx.query<BatchRow>(sql('batches-of-days'), [firstDay, lastDay]);
  return rows.flatMap(({ source, shard_id: shardId, epoch, number, sealed_at, bytes }) => {
    const batch = openBatch(bytes);
    return isReadable(batch) ? [{ source, shardId, epoch, number, sealedAt: sealed_at.getTime(), batch }] : [];
  });
}

function lessThan(rows: readonly CountRow[], after: readonly OpenedBatch[]): CountRow[] {
  const later = fold(after);
  return rows
    .map((row) => {
      const delta = later.get(cellKey(row));
      if (delta === undefined) return row;
      return {
        ...row,
        hits: row.hits - delta.hits + delta.retractedHits,
        misses: row.misses - delta.misses + delta.retractedMisses,
      };
    })
    .filter(({ hits, misses }) => hits !== 0n || misses !== 0n);
}
