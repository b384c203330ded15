import { describe, expect, it } from 'vitest';
import { Cell, CellKey, Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { CellKeys } from './cell-keys.js';
import { EncodedCells } from './encoded-cells.js';

const key = { metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', class: 1, origin: 2 };
const NONE = Buffer.alloc(0);
const refs = (...places: number[]) => Buffer.concat(places.map((place) => Buffer.alloc(16, place)));
const cells = [
  Cell.fromPartial({ key, hits: refs(1, 2), misses: refs(3), retractedHits: refs(4), retractedMisses: refs(5, 6) }),
  Cell.fromPartial({ key: { ...key, unit: '' }, retractedMisses: refs(7) }),
  Cell.fromPartial({ key: { ...key, metric: 'units_counted' }, tally: { hits: 1n << 40n, retractedMisses: 7n } }),
  Cell.fromPartial({ key: { ...key, class: 3, reason: 'LATE', responsible: 'partner/übermorgen' } }),
];
const bytesOf = (some: readonly Cell[]) => Buffer.from(Observations.encode({ cells: [...some] }).finish());
const reading = () => new EncodedCells(new CellKeys());

describe('cells of Observations', () => {
  it('are read as they are decoded', () => {
    const read = reading().in(bytesOf(cells));
    const whole = read.map(({ key: { bytes }, columns, tally }): Cell => {
      const [hits = NONE, misses = NONE, retractedHits = NONE, retractedMisses = NONE] = columns;
      return { key: CellKey.decode(bytes), hits, misses, retractedHits, retractedMisses, tally };
    });
    expect(bytesOf(whole)).toEqual(bytesOf(cells));
    expect(new Set(read.map(({ key: { text } }) => text)).size).toBe(cells.length);
    expect(reading().in(bytesOf([]))).toEqual([]);
  });

  it('share the key that was read before', () => {
    const known = reading();
    const [first, second] = [known.in(bytesOf(cells)), known.in(bytesOf(cells))];
    expect(second.every((cell, place) => cell.key === first[place]?.key)).toBe(true);
    expect(new Set(first.map((cell) => cell.key)).size).toBe(cells.length);
  });

  it('that are no cells are refused', () => {
    expect(() => reading().in(bytesOf([Cell.fromPartial({ hits: refs(1) })]))).toThrow('without a key');
    expect(() => reading().in(bytesOf(cells).subarray(0, 30))).toThrow();
  });

  it('of a newer version are read without what this one does not know', () => {
    const newer = Buffer.concat([Cell.encode(cells[1] as Cell).finish(), Buffer.from([0x3a, 2, 9, 9, 0x40, 7])]);
    const row = Buffer.concat([Buffer.from([0x0a, newer.length]), newer, Buffer.from([0x12, 1, 0])]);
    expect(reading().in(row)).toEqual(reading().in(bytesOf(cells.slice(1, 2))));
  });
});
