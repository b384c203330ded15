import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chain, EMPTY_CHAIN, follow, gaps, isKnown, type Link, newestKnown, ZERO_SHA256 } from './chain.js';

/** Number n of an honest chain: its hash is "hN". */
const link = (number: number): Link => ({
  number: BigInt(number),
  previousSha256: number === 1 ? ZERO_SHA256 : `h${number - 1}`,
  sha256: `h${number}`,
});

const chainOf = (numbers: readonly number[], chain: Chain = EMPTY_CHAIN): Chain =>
  numbers.reduce((so, number) => {
    const step = follow(so, link(number));
    return step.kind === 'fresh' ? step.chain : so;
  }, chain);

describe('a chain of batches', () => {
  it('grows by the next number', () => {
    expect(chainOf([1, 2, 3])).toEqual({ appliedThrough: 3n, headSha256: 'h3', ahead: [] });
  });

  it('goes on beyond a gap and remembers what it takes to join', () => {
    expect(chainOf([1, 3, 4])).toEqual({
      appliedThrough: 1n,
      headSha256: 'h1',
      ahead: [{ lo: 3n, hi: 4n, previousSha256: 'h2', sha256: 'h4' }],
    });
  });

  it('joins when the gap is filled', () => expect(chainOf([1, 3, 4, 2])).toEqual(chainOf([1, 2, 3, 4])));

  it('names its gaps, also the lost tail', () => {
    expect(gaps(chainOf([1, 3, 6]), 8n)).toEqual([
      { lo: 2n, hi: 2n },
      { lo: 4n, hi: 5n },
      { lo: 7n, hi: 8n },
    ]);
  });

  it.each([
    ['behind', [1], { ...link(2), previousSha256: 'other' }],
    ['ahead', [3], { ...link(2), sha256: 'other' }],
    ['at the very first', [], { ...link(1), previousSha256: 'other' }],
  ])('breaks when a neighbour %s does not fit', (_, numbers, odd) => {
    expect(follow(chainOf(numbers), odd).kind).toBe('broken');
  });

  it('ends the same whatever the order and the repetitions', () => {
    const arrivals = fc.integer({ min: 1, max: 30 }).chain((count) => {
      const all = Array.from({ length: count }, (_, place) => place + 1);
      return fc.tuple(fc.constant(count), fc.shuffledSubarray([...all, ...all], { minLength: 0 }), fc.constant(all));
    });
    fc.assert(
      fc.property(arrivals, ([count, some, all]) => {
        const chain = chainOf(all, chainOf(some));
        expect(chain).toEqual({ appliedThrough: BigInt(count), headSha256: `h${count}`, ahead: [] });
      }),
    );
  });

  it('knows exactly the numbers it was given, and gaps are exactly the others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), (numbers) => {
        const chain = chainOf(numbers);
        const missing = gaps(chain, newestKnown(chain)).flatMap(({ lo, hi }) => span(lo, hi));
        const known = Array.from({ length: 40 }, (_, place) => place + 1).filter((number) =>
          isKnown(chain, BigInt(number)),
        );
        expect(known).toEqual(numbers.toSorted((a, b) => a - b));
        expect([...missing, ...known].sort((a, b) => a - b)).toEqual(span(1n, newestKnown(chain)));
      }),
    );
  });
});

function span(lo: bigint, hi: bigint): number[] {
  return Array.from({ length: Number(hi - lo) + 1 }, (_, place) => Number(lo) + place);
}
