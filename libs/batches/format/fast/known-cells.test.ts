import { describe, expect, it } from 'vitest';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { KnownCells } from './known-cells.js';

const usual = { metric: 'order_kept', definition: 1, unit: 'area/sp', day: '2018-03-02', class: 1, origin: 1 };
const spelled = (more: object) => Buffer.from(CellKey.encode(CellKey.fromPartial({ ...usual, ...more })).finish());
const plain = spelled({});
/** The origin comes first. */
const twisted = Buffer.concat([plain.subarray(-2), plain.subarray(0, -2)]);
const numberOf = (known: KnownCells, { buffer, byteOffset, length }: Buffer, mayOwnMetrics = false) =>
  known.numberOf(
    new Uint8Array(buffer, byteOffset, length),
    new DataView(buffer, byteOffset, length),
    0,
    length,
    mayOwnMetrics,
  );

describe('a cell of a metric that the catalogue does not know', () => {
  const own = spelled({ metric: 'price_competitive' });

  it('is from a newer version when a built-in source sends it, also after another source sent the same cell', () => {
    const known = new KnownCells();
    const future = expect.objectContaining({ reason: 'FUTURE', message: 'metric price_competitive, definition 1' });
    expect(() => numberOf(known, own)).toThrow(future);
    expect(known.size).toBe(0);
    numberOf(known, own, true);
    expect(() => numberOf(known, own)).toThrow(future);
  });

  it('is counted when it comes from a department of the company itself, which states its metrics', () => {
    const known = new KnownCells();
    const number = numberOf(known, own, true);
    expect([known.metricKind(number), known.cell(number).cell.metric]).toEqual(['OWN', 'price_competitive']);
    expect(numberOf(known, own, true)).toBe(number);
  });

  it.each([{ metric: 'Price' }, { metric: '' }, { metric: 'a'.repeat(65) }, { metric: 'a b' }, { definition: 0 }])(
    'is refused as %j',
    (more) => {
      const wrong = spelled({ metric: 'price_competitive', ...more });
      expect(() => numberOf(new KnownCells(), wrong, true)).toThrow(expect.objectContaining({ reason: 'UNDECODABLE' }));
    },
  );
});

describe('a cell of a further definition of a metric that the catalogue knows', () => {
  it('is counted as the metric is: a company adds definitions by limits of its own', () => {
    const known = new KnownCells();
    const kinds = [{ definition: 2 }, { metric: 'promised_days', definition: 7 }].map((more) =>
      known.metricKind(numberOf(known, spelled(more))),
    );
    expect(kinds).toEqual(['CASES', 'TALLY']);
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
