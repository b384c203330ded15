import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHANGES, splitAt, sumsOf } from './sums.js';

const quantity = fc.oneof(fc.nat(1_000), fc.constant(2 ** 40));
const change = fc.record({ id: fc.integer({ min: 1, max: 40 }), of: fc.tuple(quantity, quantity, quantity, quantity) });

describe('sums', () => {
  it('equal the results of adding one by one, by ascending id', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const sums = sumsOf(
          Int32Array.from(changes.map(({ id }) => id)),
          Float64Array.from(changes.flatMap(({ of }) => of)),
        );
        const expected = new Map<number, number[]>();
        for (const { id, of } of changes) {
          const before = expected.get(id) ?? [0, 0, 0, 0];
          expected.set(
            id,
            before.map((value, column) => value + (of[column] ?? 0)),
          );
        }
        expect([...sums.ids]).toEqual([...expected.keys()].sort((a, b) => a - b));
        for (const [place, id] of sums.ids.entries()) {
          const columns = [sums.hits, sums.misses, sums.retractedHits, sums.retractedMisses];
          expect(columns.map((column) => column[place])).toEqual(expected.get(id));
        }
      }),
    );
  });

  it('keep large ids apart', () => {
    const ids = [2 ** 31 - 1, 2 ** 31 - 2, 2 ** 31 - 1];
    const sums = sumsOf(Int32Array.from(ids), Float64Array.from(ids.flatMap(() => [1, 0, 0, 0])));
    expect([[...sums.ids], [...sums.hits]]).toEqual([
      [2 ** 31 - 2, 2 ** 31 - 1],
      [1, 2],
    ]);
  });

  it('are split at an id, with nothing lost', () => {
    const sums = sumsOf(Int32Array.of(5, 3, 9), new Float64Array(12).fill(1));
    expect(splitAt(sums, 5).map(({ ids, hits }) => [[...ids], hits.length])).toEqual([
      [[3], 1],
      [[5, 9], 2],
    ]);
    expect(splitAt(sums, Number.POSITIVE_INFINITY)[1].ids).toHaveLength(0);
    expect(splitAt(sums, 1)[0].ids).toHaveLength(0);
  });

  it('of more changes than MAX_CHANGES are refused', () => {
    expect(() => sumsOf(new Int32Array(MAX_CHANGES + 1), new Float64Array(0))).toThrow('too many');
  });
});
