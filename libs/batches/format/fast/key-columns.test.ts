import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { isPlain, KeyColumns } from './key-columns.js';
import { KeyTable } from './key-table.js';

const text = fc.oneof(fc.constantFrom('', 'area/sp', 'são-paulo', 'x'.repeat(200)), fc.string({ maxLength: 8 }));
const key = fc.record({
  ...{ metric: text, unit: text, day: text, reason: text, responsible: text },
  ...{ definition: fc.constantFrom(0, 1, 127, 128, 70_000), class: fc.nat(3), origin: fc.nat(3) },
});

describe('the key of a cell', () => {
  it('is taken apart into what the generated code reads', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), (keys) => {
        const table = new KeyTable();
        for (const one of keys) add(table, CellKey.encode(one).finish());
        const columns = new KeyColumns(
          table,
          keys.map((_, place) => place),
        );
        const numbers = (field: 'definition' | 'class' | 'origin') => [...columns.numbers(field)];
        const texts = (field: 'metric' | 'unit' | 'day' | 'reason' | 'responsible') => {
          const { bytes, places } = columns.texts(field);
          return keys.map((_, at) => Buffer.from(bytes.subarray(places[2 * at], places[2 * at + 1])).toString());
        };
        for (const field of ['metric', 'unit', 'day', 'reason', 'responsible'] as const)
          expect(texts(field)).toEqual(keys.map((one) => one[field]));
        for (const field of ['definition', 'class', 'origin'] as const)
          expect(numbers(field)).toEqual(keys.map((one) => one[field]));
      }),
    );
  });

  it('is plain in one spelling only', () => {
    const field = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('', 'a', 'day'), fc.nat(3));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 5 }), (fields) => {
        const bytes = Buffer.concat(fields.map(([number, letters, value]) => spelled(number, letters, value)));
        if (!isPlain(bytes, 0, bytes.length)) return;
        expect(Buffer.from(CellKey.encode(CellKey.decode(bytes)).finish())).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('as we spell it is plain', () => {
    const usual = { metric: 'order_kept', definition: 1, unit: 'area/sp', day: '2018-03-02', class: 1, origin: 1 };
    const bytes = CellKey.encode(CellKey.fromPartial(usual)).finish();
    expect(isPlain(bytes, 0, bytes.length)).toBe(true);
  });
});

function spelled(field: number, letters: string, value: number): Buffer {
  if (field === 2 || field === 5 || field === 8) return Buffer.from([field << 3, value]);
  return Buffer.concat([Buffer.from([(field << 3) | 2, letters.length]), Buffer.from(letters)]);
}

/** Also a key that is there already, so that numbers are places. */
function add(table: KeyTable, { buffer, byteOffset, length }: Uint8Array): void {
  table.add(new DataView(buffer, byteOffset, length), 0, length);
}
