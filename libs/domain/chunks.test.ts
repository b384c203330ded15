import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from './chunks.js';

const split = (...sizes: number[]) => [...chunksOf(sizes, (size) => size, 10)];

describe('items are split into chunks', () => {
  it.each([
    ['none of nothing', [], []],
    ['exactly at the limit', [6, 4, 1], [[6, 4], [1]]],
    ['one beyond the limit', [6, 5], [[6], [5]]],
    ['an item above the limit by itself', [1, 11, 1], [[1], [11], [1]]],
  ])('%s', (_, sizes, chunks) => {
    expect(split(...sizes)).toEqual(chunks);
  });

  it('that hold every item once and in order, and stay below the limit unless they hold one item', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12)), (sizes) => {
        const chunks = split(...sizes);
        expect(chunks.flat()).toEqual(sizes);
        for (const chunk of chunks)
          expect(chunk.length === 1 || chunk.reduce((sum, size) => sum + size, 0) <= 10).toBe(true);
      }),
    );
  });
});
