import { describe, expect, it } from 'vitest';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { KnownCells } from './known-cells.js';

const usual = { metric: 'order_kept', definition: 1, unit: 'area/sp', day: '2018-03-02', class: 1, origin: 1 };
const spelled = (more: object) => Buffer.from(CellKey.encode(CellKey.fromPartial({ ...usual, ...more })).finish());
const plain = spelled({});
/** The origin comes first. */
const twisted = Buffer.concat([plain.subarray(-2), plain.subarray(0, -2)]);
const numberOf = (known: KnownCells, { buffer, byteOffset, length }: Buffer) =>
  known.numberOf(new Uint8Array(buffer, byteOffset, length), new DataView(buffer, byteOffset, length), 0, length);

describe('a cell that this version cannot count', () => {
  it.each([
    ['of an unknown metric', { metric: 'order_left' }],
    ['of an unknown definition of a known metric', { definition: 2 }],
  ])('%s is from a newer version', (_, more) => {
    expect(() => numberOf(new KnownCells(), spelled(more))).toThrow(expect.objectContaining({ reason: 'FUTURE' }));
  });
});

describe('cells that were met', () => {
  it.each([
    ['as we spell it first', [plain, twisted]],
    ['in another spelling first', [twisted, plain]],
  ])('have one plain number, met %s', (_, spellings) => {
    const known = new KnownCells();
    const numbers = spellings.map((one) => numberOf(known, one));
    expect(new Set(numbers).size).toBe(2);
    expect(new Set(numbers.map((number) => known.plain(number)))).toEqual(new Set([numbers[spellings.indexOf(plain)]]));
    expect(numbers.map((number) => known.cell(number).key)).toEqual(Array(2).fill(known.cell(0).key));
  });

  it('are other cells with other plain numbers when anything differs', () => {
    const known = new KnownCells();
    const others = [{}, { unit: 'area/rj' }, { day: '2018-03-03' }, { origin: 2 }, { unit: `area/${'x'.repeat(123)}` }];
    const numbers = others.map((more) => known.plain(numberOf(known, spelled(more))));
    expect(new Set(numbers).size).toBe(others.length);
    expect(numbers.map((number) => known.isoDay(number))).toEqual(others.map(({ day = usual.day }) => day));
  });
});
