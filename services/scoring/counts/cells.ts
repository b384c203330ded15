import type { KnownCells } from '#libs/batches/format/fast/known-cells.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { dates, integers, slicedTexts, smallints } from '#libs/postgres/array.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { TableTotals } from './sums.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Ids of cells, in the order of the cells. Ids from `newFrom` on were given now. */
export interface Named {
  readonly ids: Int32Array;
  readonly newFrom: number;
}

/** The database id of each in-memory cell number of a table; 0: not looked up yet. Freed together with the table. */
type IdsByNumber = WeakMap<KnownCells, Int32Array>;

/** The ids that one transaction learned, by table and cell number. */
interface Learned {
  readonly tx: Transaction;
  readonly ids: Map<KnownCells, Map<number, number>>;
}

/**
 * The ids of cells, cached for each shard, so that most chunks need no lookup.
 *
 * Ids that a transaction learns enter the cache only after its commit. A cell that was added in a transaction that was rolled
 * back has no id, and counts under such an id would be lost without an error.
 */
export class CellIds {
  readonly #known = new Map<number, IdsByNumber>();
  readonly #learned = new Map<number, Learned>();

  /** The ids of these cells of a shard, whose fence `tx` holds. Cells that were never counted there get the next ids. */
  async of(tx: Transaction, shardId: number, tables: readonly TableTotals[]): Promise<Named> {
    const { ids: learned } = this.#learnedIn(tx, shardId);
    const ids = new Int32Array(tables.reduce((sum, { numbers }) => sum + numbers.length, 0));
    let newFrom = Number.POSITIVE_INFINITY;
    let at = 0;
    for (const { known: cells, numbers } of tables) {
      const known = this.#known.get(shardId)?.get(cells) ?? NONE;
      const fresh = learned.get(cells) ?? new Map<number, number>();
      learned.set(cells, fresh);
      newFrom = Math.min(newFrom, await learn(tx, shardId, cells, unknownOf(numbers, known, fresh), fresh));
      for (const number of numbers) ids[at++] = known[number] || fresh.get(number) || 0;
    }
    if (ids.includes(0)) throw new Error(`cells of shard ${shardId} got no id`);
    return { ids, newFrom };
  }

  /** Takes the ids that the last transaction of this shard learned into the cache. */
  committed(shardId: number): void {
    const learned = this.#learned.get(shardId);
    this.#learned.delete(shardId);
    if (learned === undefined) return;
    const known: IdsByNumber = this.#known.get(shardId) ?? new WeakMap();
    this.#known.set(shardId, known);
    for (const [cells, fresh] of learned.ids) {
      if (fresh.size === 0) continue;
      const ids = withRoomFor(known.get(cells), cells.size);
      for (const [number, id] of fresh) ids[number] = id;
      known.set(cells, ids);
    }
  }

  /** Empties the cache of one shard, or of all: the database may have been restored. */
  forget(shardId?: number): void {
    for (const memory of [this.#known, this.#learned]) {
      if (shardId === undefined) memory.clear();
      else memory.delete(shardId);
    }
  }

  /** Starts empty with every transaction, so that nothing of a failed one is left. */
  #learnedIn(tx: Transaction, shardId: number): Learned {
    const before = this.#learned.get(shardId);
    if (before?.tx === tx) return before;
    const learned = { tx, ids: new Map() };
    this.#learned.set(shardId, learned);
    return learned;
  }
}

const NONE = new Int32Array(0);

function unknownOf(numbers: Int32Array, known: Int32Array, fresh: ReadonlyMap<number, number>): number[] {
  const unknown: number[] = [];
  for (const number of numbers) if (!known[number] && !fresh.has(number)) unknown.push(number);
  return unknown;
}

function withRoomFor(ids: Int32Array | undefined, numbers: number): Int32Array {
  if (ids !== undefined && numbers <= ids.length) return ids;
  const larger = new Int32Array(Math.max(1_024, 2 * numbers));
  larger.set(ids ?? NONE);
  return larger;
}

/** Looks up cells that this transaction has not used yet and adds new ones. Returns the first new id. */
async function learn(
  tx: Transaction,
  shardId: number,
  cells: KnownCells,
  unknown: readonly number[],
  learned: Map<number, number>,
): Promise<number> {
  if (unknown.length === 0) return Number.POSITIVE_INFINITY;
  const asked = [...new Set(unknown.map((number) => cells.plain(number)))];
  const found = await tx.query<{ place: number | null; cell_id: number }>(sql('name-cells'), [
    shardId,
    ...columns(cells, asked),
  ]);
  const ids = new Int32Array(asked.length);
  let newest = -1;
  for (const { place, cell_id: id } of found) {
    if (place === null) newest = id;
    else ids[place - 1] = id;
  }
  if (newest < 0) throw new Error(`the newest cell of shard ${shardId} was not returned`);
  let next = newest + 1;
  for (const [place, number] of asked.entries()) learned.set(number, ids[place] || next++);
  for (const number of unknown) learned.set(number, learned.get(cells.plain(number)) ?? 0);
  return next > newest + 1 ? newest + 1 : Number.POSITIVE_INFINITY;
}

function columns(cells: KnownCells, numbers: readonly number[]): readonly Buffer[] {
  const keys = cells.parts(numbers);
  return [
    slicedTexts(keys.texts('metric')),
    integers(keys.numbers('definition')),
    slicedTexts(keys.texts('unit')),
    dates(numbers.map((number) => cells.isoDay(number))),
    smallints(keys.numbers('class').map((number) => known(CLASSES, number))),
    slicedTexts(keys.texts('reason')),
    slicedTexts(keys.texts('responsible')),
    smallints(keys.numbers('origin').map((number) => known(ORIGINS, number))),
  ];
}

/** A number of the contract as it is stored. The two are equal; one that this version does not know is never stored. */
function known(words: typeof CLASSES | typeof ORIGINS, number: number): number {
  words.wordOf(number);
  return number;
}
