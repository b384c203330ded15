import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import { type CountedCell, cellKey, type Source } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { fold } from './fold.js';
import { type CountsView, cutSha256, readView, type ShardCut } from './read.js';

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

/** The counts of a period at a cut, and the batches that they come from. */
export interface CountsAtCut {
  /** The same view as of live counts, with the hash and shards of the cut. */
  readonly view: CountsView;
  readonly cut: readonly ShardCut[];
  /** The batches with cells of the period, also those after the cut: all, or with `recorded` only those that did not come in time. */
  readonly batches: readonly PeriodBatch[];
  /** What was recorded in all. What is not in `batches` was sealed before the period ended, and lies inside the cut. */
  readonly recorded?: readonly Recorded[];
}

interface CutRow extends Omit<ShardCut, 'shardId'> {
  readonly shard_id: number;
}

/** The cut of a provisional snapshot made now: of every shard the newest drained batch without a gap before it. */
export async function newestDrainedCut(tx: Transaction): Promise<ShardCut[]> {
  const rows = await tx.query<CutRow>(sql('newest-drained-cut'));
  return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
}

/**
 * The cut of a period at its cut-off: of every shard the first drained batch that was sealed at or after that instant. Anybody finds it again
 * in the archive, whenever they look. A shard that has sealed none since is left out.
 */
export async function cutAtInstant(tx: Transaction, cutOffAt: Instant): Promise<ShardCut[]> {
  const rows = await tx.query<CutRow>(sql('cut-at-instant'), [new Date(cutOffAt)]);
  return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
}

/**
 * The counts of a period at a cut: the counts of now minus the sum of the batches after the cut. The transaction must be a
 * repeatable read, so that both are read from the same state of the database.
 */
export async function countsAtCut(
  tx: Transaction,
  cut: readonly ShardCut[],
  firstDay: Day,
  lastDay: Day,
): Promise<CountsAtCut> {
  const live = await readView(tx, { source: undefined, firstDay, lastDay });
  const batches = await batchesOfDays(tx, firstDay, lastDay);
  const beyond = batches.filter((one) => isBeyond(one, cut));
  return { view: viewWithout(live, beyond, cut, { firstDay, lastDay }), cut, batches };
}

/**
 * The same without most of the batches of a large period: those that were sealed before it ended are not opened.
 *
 * @param earlierCut  of the version before; undefined without one
 */
export async function countsAndArrivals(
  tx: Transaction,
  cut: readonly ShardCut[],
  period: Period,
  endsAt: Instant,
  earlierCut: readonly ShardCut[] | undefined,
): Promise<CountsAtCut> {
  const { firstDay, lastDay } = period;
  return {
    view: await viewAtCut(tx, cut, firstDay, lastDay),
    cut,
    batches: await batchesSince(tx, period, endsAt, insideBoth(cut, earlierCut ?? cut)),
    recorded: await recordedOf(tx, firstDay, lastDay),
  };
}

/** The cut whose batches lie inside both. */
function insideBoth(one: readonly ShardCut[], other: readonly ShardCut[]): readonly ShardCut[] {
  return one.flatMap((shard) => {
    const same = other.find(({ shardId }) => shardId === shard.shardId);
    if (same === undefined) return [];
    return [isBeyond(shard, other) ? same : shard];
  });
}

/** The same counts without the batches before the cut, which are many: only what arrived since is read and taken away. */
export async function viewAtCut(
  tx: Transaction,
  cut: readonly ShardCut[],
  firstDay: Day,
  lastDay: Day,
): Promise<CountsView> {
  const live = await readView(tx, { source: undefined, firstDay, lastDay });
  const beyond = await batchesSince(tx, { firstDay, lastDay }, undefined, cut);
  return viewWithout(live, beyond, cut, { firstDay, lastDay });
}

/** The view of now as it was at a cut, from the batches beyond it. */
function viewWithout(
  live: CountsView,
  beyond: readonly PeriodBatch[],
  cut: readonly ShardCut[],
  days: Pick<Period, 'firstDay' | 'lastDay'>,
): CountsView {
  const later = beyond.map(({ batch }) => batch);
  const data = { ...live.data, shards: cut, cutSha256: cutSha256(cut) };
  return { ...live, rows: without(live.rows, later, days), data };
}

/** Whether a batch lies after a cut. Of a shard that the cut does not name, every batch does. */
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

/** The archived batches with cells of some days, in order of their shards. */
export async function batchesOfDays(tx: Transaction, firstDay: Day, lastDay: Day): Promise<PeriodBatch[]> {
  return opened(await tx.query<BatchRow>(sql('batches-of-days'), [firstDay, lastDay]));
}

/** Of these, those that were sealed at or after an instant or lie beyond a cut; without one of both only the other decides. */
export async function batchesSince(
  tx: Transaction,
  { firstDay, lastDay }: { readonly firstDay: Day; readonly lastDay: Day },
  since: Instant | undefined,
  cut: readonly ShardCut[] | undefined,
): Promise<PeriodBatch[]> {
  const within = cut ?? [];
  return opened(
    await tx.query<BatchRow>(sql('batches-sealed-since'), [
      ...[firstDay, lastDay, within.map(({ shardId }) => shardId), within.map(({ epoch }) => epoch)],
      ...[within.map(({ number }) => number), since === undefined ? null : new Date(since), cut !== undefined],
    ]),
  );
}

/** Observations of some days as they were recorded, whether or not they were retracted later. */
export interface Recorded {
  readonly source: Source;
  readonly metric: string;
  readonly definition: number;
  readonly recorded: bigint;
}

export function recordedOf(tx: Transaction, firstDay: Day, lastDay: Day): Promise<Recorded[]> {
  return tx.query<Recorded>(sql('recorded'), [firstDay, lastDay]);
}

function opened(rows: readonly BatchRow[]): PeriodBatch[] {
  return rows.flatMap(({ source, shard_id: shardId, epoch, number, sealed_at, bytes }) => {
    const batch = openBatch(bytes);
    return isReadable(batch) ? [{ source, shardId, epoch, number, sealedAt: sealed_at.getTime(), batch }] : [];
  });
}

/** Counts of some days less what later batches added. A cell that these emptied has no row, and gets one with what it held before. */
function without(
  rows: readonly CountedCell[],
  later: readonly OpenedBatch[],
  { firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>,
): CountedCell[] {
  const left = new Map(rows.map((row) => [cellKey(row), row]));
  for (const [key, { cell, ...added }] of fold(later)) {
    if (cell.day < firstDay || cell.day > lastDay) continue;
    const { hits, misses } = left.get(key) ?? { hits: 0n, misses: 0n };
    left.set(key, {
      ...cell,
      hits: hits - added.hits + added.retractedHits,
      misses: misses - added.misses + added.retractedMisses,
    });
  }
  return [...left.values()].filter(({ hits, misses }) => hits !== 0n || misses !== 0n);
}
