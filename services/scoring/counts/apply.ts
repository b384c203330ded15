import type { EndedEpoch } from '#libs/batches/plan.js';
import type { Applying, Effects } from '#libs/batches/receive.js';
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
  #home = '';

  /** For the receiver. */
  effects(): Effects {
    return {
      apply: (applying, batches) => this.#apply(applying, batches),
      endEpochs: (applying, ended) => this.#endEpochs(applying, ended),
      // A commit without batches was not counted here, so nothing that is remembered of an earlier attempt holds.
      committed: (lane, batches) => (batches.length > 0 ? this.#cells.committed(lane.shardId) : undefined),
    };
  }

  /** Archives, counts, and takes over what drained batches say of feeds and waiting. */
  async #apply(applying: Applying<Transaction>, batches: readonly OpenedBatch[]): Promise<void> {
    const { tx, lane, head } = applying;
    await archive(tx, lane, batches);
    await this.#count(applying, [...fold(batches).values()], 1n);
    await takeOverSaid(tx, lane, batches, head);
  }

  /** What never happened is folded again and taken off, and what did happen after all is added. */
  async #endEpochs(applying: Applying<Transaction>, ended: readonly EndedEpoch[]): Promise<void> {
    for (const { epoch, through } of ended) {
      const { voided, revived } = await voidBeyond(applying.tx, applying.lane, epoch, through);
      await this.#count(applying, [...fold(voided).values()], -1n);
      await this.#count(applying, [...fold(revived).values()], 1n);
    }
  }

  async #count(
    { tx, lane: { shardId }, home }: Applying<Transaction>,
    deltas: readonly Delta[],
    sign: 1n | -1n,
  ): Promise<void> {
    this.#trustOnly(home);
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

  /** A server that was started anew may be a restored one, where ids mean other cells. */
  #trustOnly(home: string): void {
    if (this.#home !== home) this.#cells.forget();
    this.#home = home;
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
