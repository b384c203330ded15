import type { Effects, Lane } from '#libs/batches/receive.js';
import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/sealed-batch.js';
import type { Class, Origin } from '#libs/domain/observation.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { cellKey, type Delta, fold } from './fold.js';

const sql = sqlFolder(import.meta.url, './sql/');

export const CLASS_NUMBER = { ACCOUNTABLE: 1, EXCLUDED: 2, OTHERS: 3 } as const satisfies Record<Class, number>;
export const ORIGIN_NUMBER = { REPORTED: 1, IMPORTED: 2, GENERATED: 3 } as const satisfies Record<Origin, number>;

/** Counting: what happens to batches inside the transaction that moves their shard's progress. */
export class Counting {
  /** Ids of cells, per shard. Grows only after COMMIT: before, an id may be rolled back. */
  readonly #ids = new Map<number, Map<string, number>>();
  #learned: { shardId: number; ids: ReadonlyMap<string, number> } | undefined;

  /** For the receiver. */
  effects(): Effects {
    return {
      apply: (tx, lane, batches, appliedThrough) => this.#apply(tx, lane, batches, appliedThrough),
      voidGhosts: (tx, lane, epoch, beyond) => this.#voidGhosts(tx, lane, epoch, beyond),
      committed: (lane) => this.#remember(lane.shardId),
    };
  }

  /** Archives, counts, and takes over what drained batches say of feeds and waiting. */
  async #apply(tx: Transaction, lane: Lane, batches: readonly OpenedBatch[], appliedThrough: bigint): Promise<void> {
    await archive(tx, lane, batches);
    await this.#count(tx, lane, [...fold(batches).values()], 1n);
    const drained = batches.filter((batch) => batch.drained && batch.number <= appliedThrough);
    const newest = drained.reduce<OpenedBatch | undefined>(
      (a, b) => (a === undefined || b.number > a.number ? b : a),
      undefined,
    );
    if (newest !== undefined) await sayFeeds(tx, lane, newest);
    const counted = drained
      .filter(({ waiting }) => waiting !== undefined)
      .sort((a, b) => Number(b.number - a.number))[0];
    if (counted?.waiting !== undefined) await sayWaiting(tx, lane, counted.waiting);
  }

  /** What an ended epoch had beyond the batch that survived never happened: its bytes are folded again and taken off. */
  async #voidGhosts(tx: Transaction, lane: Lane, epoch: number, beyond: bigint): Promise<void> {
    const rows = await tx.query<{ bytes: Buffer }>(sql('void-ghosts'), [lane.shardId, epoch, beyond]);
    const ghosts = rows.map(({ bytes }) => openBatch(bytes)).filter(isReadable);
    await this.#count(tx, lane, [...fold(ghosts).values()], -1n);
  }

  async #count(tx: Transaction, { shardId }: Lane, deltas: readonly Delta[], sign: 1n | -1n): Promise<void> {
    if (deltas.length === 0) return;
    const ids = await this.#idsOf(tx, shardId, deltas);
    const rows = deltas.map((delta) => ({ id: ids.get(cellKey(delta.cell)) ?? 0, delta })).sort((a, b) => a.id - b.id);
    const column = (pick: (delta: Delta) => bigint) => rows.map(({ delta }) => sign * pick(delta));
    await tx.execute(sql('add-counts'), [
      shardId,
      rows.map(({ id }) => id),
      column((delta) => delta.hits),
      column((delta) => delta.misses),
      column((delta) => delta.retractedHits),
      column((delta) => delta.retractedMisses),
    ]);
  }

  async #idsOf(tx: Transaction, shardId: number, deltas: readonly Delta[]): Promise<ReadonlyMap<string, number>> {
    const known = this.#ids.get(shardId) ?? new Map<string, number>();
    const unknown = deltas.filter(({ cell }) => !known.has(cellKey(cell))).map(({ cell }) => cell);
    if (unknown.length === 0) return known;
    const rows = await tx.query<{ place: bigint; cell_id: number }>(sql('name-cells'), [
      shardId,
      unknown.map((cell) => cell.metric),
      unknown.map((cell) => cell.definition),
      unknown.map((cell) => cell.unit),
      unknown.map((cell) => cell.day),
      unknown.map((cell) => CLASS_NUMBER[cell.class]),
      unknown.map((cell) => cell.reason),
      unknown.map((cell) => cell.responsible),
      unknown.map((cell) => ORIGIN_NUMBER[cell.origin]),
    ]);
    const learned = new Map<string, number>();
    for (const { place, cell_id: id } of rows) {
      const cell = unknown[Number(place) - 1];
      if (cell !== undefined) learned.set(cellKey(cell), id);
    }
    this.#learned = { shardId, ids: learned };
    return new Map([...known, ...learned]);
  }

  #remember(shardId: number): void {
    if (this.#learned?.shardId !== shardId) return;
    const known = this.#ids.get(shardId) ?? new Map<string, number>();
    for (const [key, id] of this.#learned.ids) known.set(key, id);
    this.#ids.set(shardId, known);
    this.#learned = undefined;
  }
}

async function archive(tx: Transaction, { shardId }: Lane, batches: readonly OpenedBatch[]): Promise<void> {
  const days = batches.map(({ cells }) => cells.map(({ cell }) => cell.day).sort());
  await tx.execute(sql('archive'), [
    shardId,
    batches.map((batch) => batch.epoch),
    batches.map((batch) => batch.number),
    batches.map((batch) => batch.sha256),
    batches.map((batch) => new Date(batch.sealedAt)),
    batches.map((batch) => batch.drained),
    days.map((sorted) => sorted[0] ?? null),
    days.map((sorted) => sorted.at(-1) ?? null),
    batches.map((batch) => Buffer.from(batch.bytes)),
  ]);
}

async function sayFeeds(tx: Transaction, { shardId }: Lane, { feeds }: OpenedBatch): Promise<void> {
  await tx.execute(sql('forget-feeds'), [shardId]);
  await tx.execute(sql('say-feeds'), [
    shardId,
    feeds.map(({ feed }) => feed),
    feeds.map(({ completeThrough }) => (completeThrough === undefined ? null : new Date(completeThrough))),
    feeds.map(({ origin }) => ORIGIN_NUMBER[origin]),
  ]);
}

async function sayWaiting(
  tx: Transaction,
  { shardId }: Lane,
  waiting: NonNullable<OpenedBatch['waiting']>,
): Promise<void> {
  await tx.execute(sql('forget-waiting'), [shardId]);
  await tx.execute(sql('say-waiting'), [
    shardId,
    waiting.map((row) => row.metric),
    waiting.map((row) => row.definition),
    waiting.map((row) => row.unit),
    waiting.map((row) => row.day),
    waiting.map((row) => row.cases),
    waiting.map((row) => row.waitsFor),
  ]);
}
