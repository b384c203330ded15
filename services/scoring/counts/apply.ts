import { setImmediate as breath } from 'node:timers/promises';
import type { BatchCells } from '#libs/batches/format/fast/batch-cells.js';
import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import { bigints, integers } from '#libs/postgres/array.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { archive, voidBeyond } from './archive.js';
import { CellIds } from './cells.js';
import { takeOverSaid } from './source-state.js';
import { MAX_CHANGES, type Sums, splitAt, sumsOf, type Tallied, tallied } from './sums.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Counting: what happens to batches inside the transaction that moves their shard's progress. */
export class Counting {
  readonly #cells = new CellIds();
  #incarnation = '';

  /** For the receiver. */
  effects(): Effects {
    return {
      apply: (applying, batches) => this.#apply(applying, batches),
      endEpochs: (applying, ended) => this.#endEpochs(applying, ended),
      // A commit without batches was not counted here, so nothing that is remembered of an earlier attempt holds.
      committed: (subscription, batches) =>
        batches.length > 0 ? this.#cells.committed(subscription.shardId) : undefined,
    };
  }

  /** Archives, counts, and takes over what drained batches say of feeds and waiting. */
  async #apply(applying: Applying<Transaction>, batches: readonly OpenedBatch[]): Promise<void> {
    const { tx, subscription, head } = applying;
    await archive(tx, subscription, batches);
    await this.#count(applying, batches, 1);
    await takeOverSaid(tx, subscription, batches, head);
  }

  /** What never happened is folded again and taken off, and what did happen after all is added. */
  async #endEpochs(applying: Applying<Transaction>, ended: readonly EndedEpoch[]): Promise<void> {
    for (const { epoch, through } of ended) {
      const { voided, revived } = await voidBeyond(applying.tx, applying.subscription, epoch, through);
      await this.#count(applying, voided, -1);
      await this.#count(applying, revived, 1);
    }
  }

  async #count(applying: Applying<Transaction>, batches: readonly OpenedBatch[], sign: 1 | -1): Promise<void> {
    this.#trustOnly(applying.incarnation);
    for (const some of portionsOf(batches.map(({ cells }) => cells))) await this.#add(applying, some, sign);
  }

  async #add({ tx, subscription: { shardId } }: Applying<Transaction>, cells: readonly BatchCells[], sign: 1 | -1) {
    // Each of these takes milliseconds for a large chunk, and in between others have their turn: somebody may be asking.
    const tables = tallied(cells);
    await breath();
    const { ids, newFrom } = await this.#cells.of(tx, shardId, tables);
    await breath();
    const added = sumsOf(ids, joined(tables));
    await breath();
    const [old, first] = splitAt(added, newFrom);
    for (const [statement, sums] of [[sql('add-counts'), old] as const, [sql('first-counts'), first] as const]) {
      if (sums.ids.length === 0) continue;
      const touched = await tx.execute(statement, [shardId, ...columns(sums, sign)]);
      if (touched === sums.ids.length) continue;
      this.#cells.forget(shardId);
      throw new Error(`${sums.ids.length - touched} of ${sums.ids.length} cells of shard ${shardId} are not there`);
    }
  }

  /** A server that was started anew may be a restored one, where ids mean other cells. */
  #trustOnly(incarnation: string): void {
    if (this.#incarnation !== incarnation) this.#cells.forget();
    this.#incarnation = incarnation;
  }
}

/** As many batches together as may be summed at once. The first comes also when it is empty, see `CellIds`: it begins anew. */
function* portionsOf(batches: readonly BatchCells[]): Iterable<readonly BatchCells[]> {
  let portion: BatchCells[] = [];
  let changes = 0;
  for (const cells of batches) {
    if (changes + cells.length > MAX_CHANGES && portion.length > 0) {
      yield portion;
      portion = [];
      changes = 0;
    }
    portion.push(cells);
    changes += cells.length;
  }
  yield portion;
}

/** The quantities of all tables, one after the other; nearly always there is one. */
function joined(tables: readonly Tallied[]): Float64Array {
  const all = new Float64Array(tables.reduce((sum, { quantities }) => sum + quantities.length, 0));
  let at = 0;
  for (const { quantities } of tables) {
    all.set(quantities, at);
    at += quantities.length;
  }
  return all;
}

function columns({ ids, hits, misses, retractedHits, retractedMisses }: Sums, sign: 1 | -1): readonly Buffer[] {
  return [integers(ids), ...[hits, misses, retractedHits, retractedMisses].map((sums) => bigints(sums, sign))];
}
