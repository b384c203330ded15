import type { Effects, Lane } from '#libs/batches/receive.js';
import type { OpenedBatch } from '#libs/batches/sealed-batch.js';
import type { Transaction } from '#libs/postgres/database.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import { archive, voidBeyond } from './archive.js';
import { CellIds } from './cells.js';
import { type Delta, fold } from './fold.js';
import { takeOverSaid } from './said.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Counting: what happens to batches inside the transaction that moves their shard's progress. */
export class Counting {
  readonly #cells = new CellIds();

  /** For the receiver. */
  effects(): Effects {
    return {
      apply: (tx, lane, batches, appliedThrough) => this.#apply(tx, lane, batches, appliedThrough),
      voidGhosts: (tx, lane, epoch, beyond) => this.#voidGhosts(tx, lane, epoch, beyond),
      // A commit without batches was not counted here, so nothing that is remembered of an earlier attempt holds.
      committed: (lane, batches) => (batches.length > 0 ? this.#cells.committed(lane.shardId) : undefined),
    };
  }

  /** Trusts nothing that was remembered: connections broke, and behind the next one may be a restored database. */
  forget(): void {
    this.#cells.forget();
  }

  /** Archives, counts, and takes over what drained batches say of feeds and waiting. */
  async #apply(tx: Transaction, lane: Lane, batches: readonly OpenedBatch[], appliedThrough: bigint): Promise<void> {
    await archive(tx, lane, batches);
    await this.#count(tx, lane, [...fold(batches).values()], 1n);
    await takeOverSaid(tx, lane, batches, appliedThrough);
  }

  /** What an ended epoch had beyond the batch that survived never happened: its bytes are folded again and taken off. */
  async #voidGhosts(tx: Transaction, lane: Lane, epoch: number, beyond: bigint): Promise<void> {
    const ghosts = await voidBeyond(tx, lane, epoch, beyond);
    await this.#count(tx, lane, [...fold(ghosts).values()], -1n);
  }

  async #count(tx: Transaction, { shardId }: Lane, deltas: readonly Delta[], sign: 1n | -1n): Promise<void> {
    // Asked also when nothing is counted: so a transaction takes over nothing that one before it had learned.
    const { ids, newFrom } = await this.#cells.of(
      tx,
      shardId,
      deltas.map(({ cell }) => cell),
    );
    const rows = deltas.map((delta, place) => ({ id: ids[place] ?? 0, delta })).sort((a, b) => a.id - b.id);
    const add = async (statement: Sql, some: typeof rows) => {
      if (some.length === 0) return;
      const touched = await tx.execute(statement, [shardId, ...columns(some, sign)]);
      if (touched === some.length) return;
      this.#cells.forget(shardId);
      throw new Error(`${some.length - touched} of ${some.length} cells of shard ${shardId} are not there`);
    };
    await add(
      sql('add-counts'),
      rows.filter(({ id }) => id < newFrom),
    );
    await add(
      sql('first-counts'),
      rows.filter(({ id }) => id >= newFrom),
    );
  }
}

function columns(rows: readonly { readonly id: number; readonly delta: Delta }[], sign: 1n | -1n) {
  return [
    rows.map(({ id }) => id),
    rows.map(({ delta }) => sign * delta.hits),
    rows.map(({ delta }) => sign * delta.misses),
    rows.map(({ delta }) => sign * delta.retractedHits),
    rows.map(({ delta }) => sign * delta.retractedMisses),
  ];
}
