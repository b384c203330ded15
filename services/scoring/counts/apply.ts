import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { BatchCells } from '#libs/batches/format/fast/batch-cells.js';
import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import { chunksOf } from '#libs/domain/chunks.js';
import { bigints, integers } from '#libs/postgres/array.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { archive, voidBeyond } from './archive.js';
import { CellIds } from './cells.js';
import { storeSourceState } from './source-state.js';
import { MAX_CHANGES, type Sums, splitAt, sumsOf, type TableTotals, totalsOf } from './sums.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Counts batches, inside the transaction that moves the progress of their shard. */
export class Counting {
  readonly #cells = new CellIds();
  #incarnation = '';

  /** For the receiver. */
  effects(): Effects {
    return {
      apply: (applying, batches) => this.#apply(applying, batches),
      endEpochs: (applying, ended) => this.#endEpochs(applying, ended),
      // A commit without batches counted nothing here, so ids that an earlier attempt learned may not exist.
      committed: (subscription, batches) =>
        batches.length > 0 ? this.#cells.committed(subscription.shardId) : undefined,
    };
  }

  /** Archives the batches, counts them, and stores the feed progress and waiting counts of drained ones. */
  async #apply(applying: Applying<Transaction>, batches: readonly OpenedBatch[]): Promise<void> {
    const { tx, subscription, head } = applying;
    await archive(tx, subscription, batches);
    await this.#count(applying, batches, 1);
    await storeSourceState(tx, subscription, batches, head);
  }

  /** Subtracts orphaned batches, and adds batches again that survived after all. */
  async #endEpochs(applying: Applying<Transaction>, ended: readonly EndedEpoch[]): Promise<void> {
    for (const { epoch, through } of ended) {
      const { voided, revived } = await voidBeyond(applying.tx, applying.subscription, epoch, through);
      await this.#count(applying, voided, -1);
      await this.#count(applying, revived, 1);
    }
  }

  async #count(applying: Applying<Transaction>, batches: readonly OpenedBatch[], sign: 1 | -1): Promise<void> {
    this.#forgetIdsOfOther(applying.incarnation);
    const chunks = [
      ...chunksOf(
        batches.map(({ cells }) => cells),
        ({ length }) => length,
        MAX_CHANGES,
      ),
    ];
    // Without batches there is one empty chunk: the cache of ids must see every transaction.
    for (const chunk of chunks.length === 0 ? [[]] : chunks) await this.#add(applying, chunk, sign);
  }

  async #add({ tx, subscription: { shardId } }: Applying<Transaction>, cells: readonly BatchCells[], sign: 1 | -1) {
    // Each step takes milliseconds for a large chunk. Calls that arrive meanwhile are answered between the steps.
    const tables = totalsOf(cells);
    await yieldToEventLoop();
    const { ids, newFrom } = await this.#cells.of(tx, shardId, tables);
    await yieldToEventLoop();
    const added = sumsOf(ids, joined(tables));
    await yieldToEventLoop();
    const [old, first] = splitAt(added, newFrom);
    for (const [statement, sums] of [[sql('add-counts'), old] as const, [sql('first-counts'), first] as const]) {
      if (sums.ids.length === 0) continue;
      const touched = await tx.execute(statement, [shardId, ...columns(sums, sign)]);
      if (touched === sums.ids.length) continue;
      this.#cells.forget(shardId);
      throw new Error(`${sums.ids.length - touched} of ${sums.ids.length} cells of shard ${shardId} do not exist`);
    }
  }

  /** A database server that was restarted may be a restored one, in which the ids belong to other cells. */
  #forgetIdsOfOther(incarnation: string): void {
    if (this.#incarnation !== incarnation) this.#cells.forget();
    this.#incarnation = incarnation;
  }
}

/** The quantities of all tables, one after the other. There is nearly always only one table. */
function joined(tables: readonly TableTotals[]): Float64Array {
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
