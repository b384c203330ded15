import type { BatchCells } from '#libs/batches/batch-cells.js';
import type { KeyedCell, KnownCells } from '#libs/batches/known-cells.js';
import type { Class, Origin } from '#libs/domain/observation.js';
import { dates, integers, smallints, texts } from '#libs/postgres/array.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

export const CLASS_NUMBER = { ACCOUNTABLE: 1, EXCLUDED: 2, OTHERS: 3 } as const satisfies Record<Class, number>;
export const ORIGIN_NUMBER = { REPORTED: 1, IMPORTED: 2, GENERATED: 3 } as const satisfies Record<Origin, number>;

/** Ids of cells, batch after batch in their order. Those from `newFrom` on were named by this question. */
export interface Named {
  readonly ids: Int32Array;
  readonly newFrom: number;
}

/** For a table of known cells ids by number, 0: not known here. Forgotten with the table, when nobody holds it any more. */
type IdsByNumber = WeakMap<KnownCells, Int32Array>;

/**
 * The ids of cells, remembered shard by shard so that most chunks ask nothing.
 *
 * What a transaction learns is remembered only once it has committed: a cell named in a transaction that was rolled back
 * has no id, and counting under one that nobody else knows would lose those counts without a word.
 */
export class CellIds {
  readonly #known = new Map<number, IdsByNumber>();
  readonly #learned = new Map<number, Learned>();

  /** The ids of these cells of a shard, whose fence `tx` holds; cells that were never counted there get the next ones. */
  async of(tx: Transaction, shardId: number, batches: readonly BatchCells[]): Promise<Named> {
    const learned = this.#learnedIn(tx, shardId);
    const ids = new Int32Array(batches.reduce((sum, { length }) => sum + length, 0));
    const unknown = this.#fill(ids, shardId, batches, learned);
    if (unknown.length === 0) return { ids, newFrom: Number.POSITIVE_INFINITY };
    const newFrom = await learn(tx, shardId, unknown, learned);
    for (const { place, key } of unknown) ids[place] = learned.byKey.get(key) ?? 0;
    if (ids.includes(0)) throw new Error(`cells of shard ${shardId} got no id`);
    return { ids, newFrom };
  }

  /** What the last transaction of this shard learned holds. */
  committed(shardId: number): void {
    const learned = this.#learned.get(shardId);
    this.#learned.delete(shardId);
    if (learned === undefined || learned.met.length === 0) return;
    const known: IdsByNumber = this.#known.get(shardId) ?? new WeakMap();
    this.#known.set(shardId, known);
    for (const { cells, number, key } of learned.met) {
      const ids = withRoomFor(known.get(cells), number);
      ids[number] = learned.byKey.get(key) ?? 0;
      known.set(cells, ids);
    }
  }

  /** Forgets one shard, or all: the database may not be the one it was. */
  forget(shardId?: number): void {
    for (const memory of [this.#known, this.#learned]) {
      if (shardId === undefined) memory.clear();
      else memory.delete(shardId);
    }
  }

  /** Writes down the ids that are remembered, and returns the cells of the others. */
  #fill(ids: Int32Array, shardId: number, batches: readonly BatchCells[], learned: Learned): Unknown[] {
    const unknown: Unknown[] = [];
    let place = 0;
    for (const { known: cells, numbers } of batches) {
      const known = this.#known.get(shardId)?.get(cells) ?? NONE;
      for (const number of numbers) {
        const id = known[number] ?? 0;
        if (id !== 0) ids[place] = id;
        else {
          const keyed = cells.cell(number);
          learned.met.push({ cells, number, key: keyed.key });
          unknown.push({ place, ...keyed });
        }
        place += 1;
      }
    }
    return unknown;
  }

  /** Begins anew with every transaction, so that nothing of one that failed is left. */
  #learnedIn(tx: Transaction, shardId: number): Learned {
    const before = this.#learned.get(shardId);
    if (before?.tx === tx) return before;
    const learned = { tx, byKey: new Map<string, number>(), met: [] };
    this.#learned.set(shardId, learned);
    return learned;
  }
}

const NONE = new Int32Array(0);

/** What a transaction learned: ids by key, and where those keys were met. */
interface Learned {
  readonly tx: Transaction;
  readonly byKey: Map<string, number>;
  readonly met: { readonly cells: KnownCells; readonly number: number; readonly key: string }[];
}

interface Unknown extends KeyedCell {
  readonly place: number;
}

function withRoomFor(ids: Int32Array | undefined, number: number): Int32Array {
  if (ids !== undefined && number < ids.length) return ids;
  const larger = new Int32Array(Math.max(1_024, 2 * number));
  larger.set(ids ?? NONE);
  return larger;
}

/** Looks cells up that this transaction has not met yet, and names those that are new; returns the first new id. */
async function learn(tx: Transaction, shardId: number, met: readonly KeyedCell[], { byKey }: Learned): Promise<number> {
  const cells = [...new Map(met.map((cell) => [cell.key, cell])).values()].filter(({ key }) => !byKey.has(key));
  if (cells.length === 0) return Number.POSITIVE_INFINITY;
  const found = await tx.query<{ place: bigint; cell_id: number }>(sql('find-cells'), [shardId, ...columns(cells)]);
  for (const { place, cell_id: id } of found) {
    const cell = cells[Number(place) - 1];
    if (cell === undefined) throw new Error(`a cell was found at place ${place} of ${cells.length}`);
    byKey.set(cell.key, id);
  }
  const fresh = cells.filter(({ key }) => !byKey.has(key));
  if (fresh.length === 0) return Number.POSITIVE_INFINITY;
  const [newest] = await tx.query<{ cell_id: number }>(sql('newest-cell'), [shardId]);
  const newFrom = (newest?.cell_id ?? 0) + 1;
  await tx.execute(sql('name-cells'), [shardId, ...columns(fresh), newFrom]);
  for (const [place, { key }] of fresh.entries()) byKey.set(key, newFrom + place);
  return newFrom;
}

function columns(cells: readonly KeyedCell[]): readonly Buffer[] {
  return [
    texts(cells.map(({ cell }) => cell.metric)),
    integers(cells.map(({ cell }) => cell.definition)),
    texts(cells.map(({ cell }) => cell.unit)),
    dates(cells.map(({ cell }) => cell.day)),
    smallints(cells.map(({ cell }) => CLASS_NUMBER[cell.class])),
    texts(cells.map(({ cell }) => cell.reason)),
    texts(cells.map(({ cell }) => cell.responsible)),
    smallints(cells.map(({ cell }) => ORIGIN_NUMBER[cell.origin])),
  ];
}
