import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyTable } from './key-table.js';

const viewOf = ({ buffer, byteOffset, length }: Uint8Array) => new DataView(buffer, byteOffset, length);

describe('a table of keys', () => {
  it('gives equal bytes equal numbers, others another, from 0 without gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 300 }), (keys) => {
        const table = new KeyTable();
        const expected = new Map<string, number>();
        for (const key of keys) {
          const text = Buffer.from(key).toString('hex');
          expect(table.find(viewOf(key), 0, key.length)).toBe(expected.get(text) ?? -1);
          if (!expected.has(text)) expected.set(text, table.add(viewOf(key), 0, key.length));
        }
        expect([...expected.values()]).toEqual(Array.from({ length: expected.size }, (_, number) => number));
        for (const [text, number] of expected)
          expect(Buffer.from(table.bytes.subarray(table.from(number), table.to(number))).toString('hex')).toBe(text);
        expect(table.byteLength).toBe([...expected.keys()].reduce((sum, text) => sum + text.length / 2, 0));
      }),
    );
  });

  it('finds every key again after it has grown many times', () => {
    const table = new KeyTable();
    const keys = Array.from({ length: 20_000 }, (_, place) =>
      Buffer.from(`a key that is as long as real ones are/${place}`),
    );
    for (const key of keys) table.add(viewOf(key), 0, key.length);
    expect(keys.every((key, place) => table.find(viewOf(key), 0, key.length) === place)).toBe(true);
  });

  it('looks at the part it is shown, and at nothing around it', () => {
    const table = new KeyTable();
    table.add(viewOf(Buffer.from('xxkeyyy')), 2, 5);
    expect(table.find(viewOf(Buffer.from('key')), 0, 3)).toBe(0);
    expect(table.find(viewOf(Buffer.from('keyy')), 0, 4)).toBe(-1);
  });
});
