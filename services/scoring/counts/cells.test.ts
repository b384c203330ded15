import { describe, expect, it } from 'vitest';
import { KnownCells } from '#libs/batches/format/fast/known-cells.js';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Transaction } from '#libs/postgres/database.js';
import { CellIds } from './cells.js';
import { readView } from './read.js';

const accountable = CellKey.encode({
  metric: 'delivered_by_first_promise',
  definition: 1,
  unit: 'carrier/acme',
  day: '2018-03-02',
  class: 1,
  reason: '',
  responsible: '',
  origin: 1,
}).finish();

/** A table with one cell whose bytes are changed after they were validated, as by a fault of the table. */
function tableWith(field: { readonly tag: number; readonly value: number }): KnownCells {
  const table = new KnownCells();
  const bytes = Uint8Array.from(accountable);
  table.numberOf(bytes, new DataView(bytes.buffer), 0, bytes.length, false);
  const { bytes: kept } = table.parts([0]);
  kept[kept.indexOf(field.tag) + 1] = field.value;
  return table;
}

/** A transaction in which no cell has an id yet; it keeps what was sent. */
function emptyDatabase(): Transaction {
  const query = async () => [{ place: null, cell_id: 0 }];
  return { query, execute: async () => 0 } as unknown as Transaction;
}

const CLASS_TAG = (5 << 3) | 0;
const ORIGIN_TAG = (8 << 3) | 0;

describe('a number of class or origin that this version does not know', () => {
  it.each([
    ['class', 'counted as accountable', { tag: CLASS_TAG, value: 9 }],
    ['origin', 'counted as reported', { tag: ORIGIN_TAG, value: 9 }],
  ])('%s 9 is refused by name and never %s', async (name, _, field) => {
    const tables = [{ known: tableWith(field), numbers: Int32Array.of(0), quantities: Float64Array.of(1, 0, 0, 0) }];
    await expect(new CellIds().of(emptyDatabase(), 1, tables)).rejects.toThrow(`${name} 9 is not known`);
  });

  it.each([
    ['class', { class: 9, origin: 1 }],
    ['origin', { class: 1, origin: 9 }],
  ])('%s 9 in the database is refused by name when the counts are read', async (name, numbers) => {
    const row = { metric: 'm', definition: 1, unit: 'u', day: '2018-03-02', reason: '', responsible: '', ...numbers };
    const answers: unknown[][] = [[{ ...row, hits: 1n, misses: 0n }]];
    const query = async () => answers.shift() ?? [];
    const tx = { query } as unknown as Transaction;
    const asked = { source: undefined, firstDay: '2018-03-01', lastDay: '2018-03-31' };
    await expect(readView(tx, asked)).rejects.toThrow(`${name} 9 is not known`);
  });
});
