import type { Cell, Class, Origin } from '#libs/domain/observation.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { cellKey } from './fold.js';

const sql = sqlFolder(import.meta.url, './sql/');

export const CLASS_NUMBER = { ACCOUNTABLE: 1, EXCLUDED: 2, OTHERS: 3 } as const satisfies Record<Class, number>;
export const ORIGIN_NUMBER = { REPORTED: 1, IMPORTED: 2, GENERATED: 3 } as const satisfies Record<Origin, number>;

/** Ids of the cells that were asked for, in that order. Those from `newFrom` on were named in this transaction. */
export interface Named {
  readonly ids: readonly number[];
  readonly newFrom: number;
}

/**
 * The ids of cells, remembered shard by shard so that most chunks ask nothing.
 *
 * What a transaction learns is remembered only once it has committed: a cell named in a transaction that was rolled back
 * has no id, and counting under one that nobody else knows would lose those counts without a word.
 */
export class CellIds {
  readonly #known = new Map<number, Map<string, number>>();
  readonly #learned = new Map<number, { readonly tx: Transaction; readonly ids: Map<string, number> }>();

  /** The ids of these cells of a shard, whose fence `tx` holds; cells that were never counted there get the next ones. */
  async of(tx: Transaction, shardId: number, cells: readonly Cell[]): Promise<Named> {
    const known = this.#known.get(shardId) ?? new Map<string, number>();
    const learned = this.#learnedIn(tx, shardId);
    const keys = cells.map(cellKey);
    const find = (key: string | undefined) => (key === undefined ? undefined : (known.get(key) ?? learned.get(key)));
    const unknown = cells.filter((_, place) => find(keys[place]) === undefined);
    const newFrom = unknown.length === 0 ? Number.POSITIVE_INFINITY : await learn(tx, shardId, unknown, learned);
    const ids = keys.map((key) => {
      const id = find(key);
      if (id === undefined) throw new Error(`the cell ${key} got no id`);
      return id;
    });
    return { ids, newFrom };
  }

  /** What the last transaction of this shard learned holds. */
  committed(shardId: number): void {
    const learned = this.#learned.get(shardId)?.ids;
    this.#learned.delete(shardId);
    if (learned === undefined || learned.size === 0) return;
    const known = this.#known.get(shardId);
    if (known === undefined) this.#known.set(shardId, learned);
    else for (const [key, id] of learned) known.set(key, id);
  }

  /** Forgets one shard, or all: the database may not be the one it was. */
  forget(shardId?: number): void {
    for (const memory of [this.#known, this.#learned]) {
      if (shardId === undefined) memory.clear();
      else memory.delete(shardId);
    }
  }

  /** Begins anew with every transaction, so that nothing of one that failed is left. */
  #learnedIn(tx: Transaction, shardId: number): Map<string, number> {
    const before = this.#learned.get(shardId);
    if (before?.tx === tx) return before.ids;
    const ids = new Map<string, number>();
    this.#learned.set(shardId, { tx, ids });
    return ids;
  }
}

/** Looks cells up and names those that are new; returns the first new id. */
async function learn(tx: Transaction, shardId: number, cells: readonly Cell[], learned: Map<string, number>) {
  const found = await tx.query<{ place: bigint; cell_id: number }>(sql('find-cells'), [shardId, ...columns(cells)]);
  const isFound = new Set<number>();
  for (const { place, cell_id: id } of found) {
    const cell = cells[Number(place) - 1];
    if (cell === undefined) throw new Error(`a cell was found at place ${place} of ${cells.length}`);
    isFound.add(Number(place) - 1);
    learned.set(cellKey(cell), id);
  }
  const fresh = cells.filter((_, place) => !isFound.has(place));
  if (fresh.length === 0) return Number.POSITIVE_INFINITY;
  const [newest] = await tx.query<{ cell_id: number }>(sql('newest-cell'), [shardId]);
  const newFrom = (newest?.cell_id ?? 0) + 1;
  await tx.execute(sql('name-cells'), [shardId, ...columns(fresh), newFrom]);
  for (const [place, cell] of fresh.entries()) learned.set(cellKey(cell), newFrom + place);
  return newFrom;
}

function columns(cells: readonly Cell[]): readonly (readonly unknown[])[] {
  return [
    cells.map((cell) => cell.metric),
    cells.map((cell) => cell.definition),
    cells.map((cell) => cell.unit),
    cells.map((cell) => cell.day),
    cells.map((cell) => CLASS_NUMBER[cell.class]),
    cells.map((cell) => cell.reason),
    cells.map((cell) => cell.responsible),
    cells.map((cell) => ORIGIN_NUMBER[cell.origin]),
  ];
}
